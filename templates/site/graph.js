// The graph of the vault: moves, zooms, filters and finds. Without it the page shows the same, standing still.
(function () {
  "use strict";
  var data = self.vaultgenGraph, root = document.querySelector("[data-world]");
  if (!data || !root) return;
  var svg = root.querySelector(".w-world"), told = root.querySelector(".w-told"), form = root.querySelector(".w-tools");
  var anchors = Array.from(svg.querySelectorAll("a.w-n")), marks = anchors.map(function (a) { return a.querySelector("use"); });
  var names = svg.querySelector(".w-names"), paths = Array.from(svg.querySelectorAll(".w-e")), whole = told.textContent;
  var notes = data.notes.map(function (n, at) {
    return { at: at, title: n[0], kind: n[1], links: n[2], x: n[3], y: n[4], size: n[5], scale: n[6] / 100, hub: n[7], near: [], shown: true };
  });
  var lines = [], calm = matchMedia("(prefers-reduced-motion: reduce)"), view = { x: 0, y: 0, k: 1 }, hot = null, moving = 0, drawing = 0;
  for (var i = 0; i < data.lines.length; i += 3) {
    var line = { a: notes[data.lines[i]], b: notes[data.lines[i + 1]], r: data.lines[i + 2] };
    lines.push(line);
    line.a.near.push(line);
    line.b.near.push(line);
  }
  var hidden = {};

  function make(name, parent, attributes) {
    var made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (var key in attributes) made.setAttribute(key, attributes[key]);
    return parent.appendChild(made);
  }
  var hotLines = make("path", svg.insertBefore(make("g", svg, { fill: "none" }), svg.querySelector(".w-dots")), { class: "w-hot", "vector-effect": "non-scaling-stroke" });

  function pixels() { // of the screen, for one unit
    var box = svg.getBoundingClientRect();
    return Math.min(box.width / data.wide, box.height / data.tall) * view.k || 1;
  }
  function stroke(l) { return "M" + l.a.x + " " + l.a.y + "l" + (l.b.x - l.a.x) + " " + (l.b.y - l.a.y); }
  function visible(l) { return l.a.shown && l.b.shown && !hidden[l.r]; }
  function other(l, n) { return l.a === n ? l.b : l.a; }

  function draw() {
    drawing = 0;
    svg.setAttribute("viewBox", [view.x, view.y, data.wide / view.k, data.tall / view.k].map(function (n) { return n.toFixed(1); }).join(" "));
    var p = pixels(), grow = Math.sqrt(p) / p;
    notes.forEach(function (n, at) { marks[at].setAttribute("transform", "scale(" + (n.size / 4.5 * grow).toFixed(2) + ")"); });
    label(p, grow);
  }
  function label(p, grow) {
    var near = hot ? hot.near.filter(visible).map(function (l) { return other(l, hot); }) : [];
    var chosen = notes.filter(function (n) {
      if (!n.shown) return false;
      if (n === hot || (near.length < 25 && near.indexOf(n) >= 0)) return true;
      return (!hot || near.indexOf(n) >= 0) && n.scale && n.scale <= p && n.x > view.x && n.y > view.y &&
        n.x < view.x + data.wide / view.k && n.y < view.y + data.tall / view.k;
    }).slice(0, 300);
    names.textContent = "";
    names.setAttribute("font-size", 12 / p);
    chosen.forEach(function (n) {
      var text = n !== hot && n.title.length > 26 ? n.title.slice(0, 25) + "…" : n.title;
      make("text", names, { class: n === hot ? "w-t w-on" : "w-t", x: n.x, y: n.y + n.size * grow + 12 / p }).textContent = text;
    });
  }
  function later() { if (!drawing) drawing = requestAnimationFrame(draw); }

  function place(x, y, k) {
    view.k = Math.min(Math.max(k, 1), 16);
    var w = data.wide / view.k, h = data.tall / view.k;
    view.x = Math.min(Math.max(x, -w / 4), data.wide - w * 3 / 4);
    view.y = Math.min(Math.max(y, -h / 4), data.tall - h * 3 / 4);
    if (view.k === 1) view.x = view.y = 0;
    later();
  }
  function point(x, y) { // of the graph, below a point of the screen
    return new DOMPoint(x, y).matrixTransform(svg.getScreenCTM().inverse());
  }
  function zoom(by, at) {
    var k = Math.min(Math.max(view.k * by, 1), 16), was = view.k;
    at = at || { x: view.x + data.wide / view.k / 2, y: view.y + data.tall / view.k / 2 };
    place(at.x - (at.x - view.x) * was / k, at.y - (at.y - view.y) * was / k, k);
  }
  function go(x, y, k) {
    var from = { x: view.x, y: view.y, k: view.k }, start = performance.now();
    cancelAnimationFrame(moving);
    (function step(now) {
      var t = calm.matches ? 1 : Math.min((now - start) / 260, 1), e = t * (2 - t);
      place(from.x + (x - from.x) * e, from.y + (y - from.y) * e, from.k + (k - from.k) * e);
      if (t < 1) moving = requestAnimationFrame(step);
    })(start);
  }
  function centre(n) { // with what it is linked with in sight, unless that is half the graph
    var all = n.near.length > 24 ? [n] : [n].concat(n.near.filter(visible).map(function (l) { return other(l, n); }));
    function ends(key) {
      var of = all.map(function (one) { return one[key]; });
      return [Math.min.apply(null, of), Math.max.apply(null, of)];
    }
    var x = ends("x"), y = ends("y");
    var k = all.length < 2 ? 2 : Math.min(3, .8 / Math.max((x[1] - x[0]) / data.wide, (y[1] - y[0]) / data.tall));
    k = Math.max(k, 1);
    go((x[0] + x[1] - data.wide / k) / 2, (y[0] + y[1] - data.tall / k) / 2, k);
  }

  function point_at(n) {
    if (n === hot) return;
    hot = n;
    var near = n ? n.near.filter(visible) : [], on = new Set(near.map(function (l) { return other(l, n).at; }));
    if (n) on.add(n.at);
    svg.classList.toggle("w-dim", !!n);
    anchors.forEach(function (a, at) { a.classList.toggle("w-on", on.has(at)); });
    hotLines.setAttribute("d", near.map(stroke).join(""));
    told.textContent = n ? n.title + " · " + n.kind + " · " + near.length + " of " + n.links + " links shown here" : whole;
    var p = pixels();
    label(p, Math.sqrt(p) / p);
  }
  function of(target) {
    var a = target && target.closest && target.closest("a.w-n");
    return a ? notes[anchors.indexOf(a)] : null;
  }
  function enter(n) {
    anchors.forEach(function (a, at) { a.setAttribute("tabindex", at === n.at ? 0 : -1); });
    anchors[n.at].focus({ preventScroll: true });
  }

  function filter() {
    var kinds = new Set();
    root.querySelectorAll(".w-kinds input").forEach(function (i) { if (!i.checked) kinds.add(i.value); });
    hidden = {};
    root.querySelectorAll(".w-relations input").forEach(function (i) { if (!i.checked) hidden[i.value] = true; });
    var first = null;
    notes.forEach(function (n, at) {
      n.shown = !kinds.has(n.kind);
      if (n.shown) { anchors[at].removeAttribute("display"); first = first || n; } else anchors[at].setAttribute("display", "none");
      anchors[at].setAttribute("tabindex", n === first ? 0 : -1);
    });
    paths.forEach(function (path) {
      var r = +path.dataset.relation, hub = path.classList.contains("w-hub");
      path.setAttribute("d", lines.filter(function (l) {
        return l.r === r && !!(l.a.hub || l.b.hub) === hub && visible(l);
      }).map(stroke).join(""));
    });
    point_at(null);
    later();
  }
  function find(text, exact) {
    var key = text.trim().toLowerCase();
    if (!key) return null;
    var shown = notes.filter(function (n) { return n.shown; });
    function first(test) { return shown.find(function (n) { return test(n.title.toLowerCase()); }); }
    var found = first(function (t) { return t === key; });
    return found || exact ? found : first(function (t) { return t.startsWith(key); }) || first(function (t) { return t.includes(key); });
  }
  function seek(exact) {
    var input = form.querySelector("[type=search]"), n = find(input.value, exact);
    if (n) { centre(n); enter(n); } else if (!exact && input.value.trim()) told.textContent = "No note in this graph is called that.";
  }

  // Fingers and the mouse
  var held = new Map(), moved = 0, apart = 0;
  svg.style.touchAction = "none";
  svg.addEventListener("pointerdown", function (e) {
    if (e.button) return;
    held.set(e.pointerId, { x: e.clientX, y: e.clientY });
    if (held.size === 1) moved = 0;
    apart = 0;
    cancelAnimationFrame(moving);
  });
  svg.addEventListener("pointermove", function (e) {
    var was = held.get(e.pointerId);
    if (!was) return;
    var p = pixels(), dx = e.clientX - was.x, dy = e.clientY - was.y;
    held.set(e.pointerId, { x: e.clientX, y: e.clientY });
    moved += Math.abs(dx) + Math.abs(dy);
    if (held.size === 2) {
      var ends = Array.from(held.values()), now = Math.hypot(ends[0].x - ends[1].x, ends[0].y - ends[1].y);
      if (apart) zoom(now / apart, point((ends[0].x + ends[1].x) / 2, (ends[0].y + ends[1].y) / 2));
      apart = now;
    } else if (moved > 5) {
      if (!svg.hasPointerCapture(e.pointerId)) svg.setPointerCapture(e.pointerId);
      place(view.x - dx / p, view.y - dy / p, view.k);
    }
  });
  ["pointerup", "pointercancel"].forEach(function (name) {
    svg.addEventListener(name, function (e) { held.delete(e.pointerId); apart = 0; });
  });
  svg.addEventListener("click", function (e) { if (moved > 5) { e.preventDefault(); moved = 0; } }, true);
  svg.addEventListener("dragstart", function (e) { e.preventDefault(); });
  svg.addEventListener("wheel", function (e) {
    if (e.deltaY > 0 && view.k === 1) return; // the page scrolls on
    e.preventDefault();
    zoom(Math.exp(-Math.max(-60, Math.min(60, e.deltaY)) / 180), point(e.clientX, e.clientY));
  }, { passive: false });
  svg.addEventListener("pointerover", function (e) { if (!held.size) point_at(of(e.target) || of(document.activeElement)); });
  svg.addEventListener("pointerleave", function () { point_at(of(document.activeElement)); });
  svg.addEventListener("focusin", function (e) { point_at(of(e.target)); });
  svg.addEventListener("focusout", function () { point_at(null); });

  // Keys: the graph moves while it has the focus; from a note the arrows lead to the next one that way
  var ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  svg.addEventListener("keydown", function (e) {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    var n = of(e.target), way = ways[e.key];
    if (e.key === "+" || e.key === "=") zoom(1.4, n);
    else if (e.key === "-") zoom(1 / 1.4, n);
    else if (e.key === "0") go(0, 0, 1);
    else if (e.key === "Escape" && n) svg.focus();
    else if (way && n) step(n, way);
    else if (way) place(view.x + way[0] * data.wide / view.k / 8, view.y + way[1] * data.tall / view.k / 8, view.k);
    else return;
    e.preventDefault();
  });
  function step(n, way) {
    var best = null, least = Infinity;
    notes.forEach(function (o) {
      var dx = o.x - n.x, dy = o.y - n.y, along = dx * way[0] + dy * way[1], aside = Math.abs(dx * way[1]) + Math.abs(dy * way[0]);
      if (o.shown && along > 0 && along + 2 * aside < least) { best = o; least = along + 2 * aside; }
    });
    if (!best) return;
    enter(best);
    var w = data.wide / view.k, h = data.tall / view.k;
    if (best.x < view.x || best.y < view.y || best.x > view.x + w || best.y > view.y + h) go(best.x - w / 2, best.y - h / 2, view.k);
  }

  // The tools
  root.querySelectorAll(".w-tools [hidden]").forEach(function (e) { e.hidden = false; });
  var list = root.querySelector("datalist");
  notes.forEach(function (n) { list.appendChild(document.createElement("option")).value = n.title; });
  form.addEventListener("submit", function (e) { e.preventDefault(); seek(false); });
  form.addEventListener("input", function (e) { if (e.target.type === "search") { if (!(e.inputType || "").match(/^(insert(?!Repl)|delete)/)) seek(true); } else filter(); });
  form.addEventListener("click", function (e) {
    var what = e.target.dataset.zoom;
    if (what === "all") go(0, 0, 1); else if (what) zoom(what === "in" ? 1.6 : 1 / 1.6);
  });
  svg.setAttribute("tabindex", 0);
  addEventListener("resize", later);
  filter();
})();
