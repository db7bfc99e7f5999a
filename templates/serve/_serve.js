/* While a site is served: waits for news of builds, reloads the page where it was read, shows what went wrong. */
(function () {
  "use strict";
  var mark = new URL(document.currentScript.src).searchParams.get("mark");
  var KEPT = "vaultgen-serve-place";
  var stream = null;
  var board = null;

  function remember() {
    try {
      sessionStorage.setItem(KEPT, JSON.stringify([location.pathname, window.scrollX, window.scrollY]));
    } catch (error) { /* storage may be off; the page then begins at its top */ }
  }

  function recall() {
    var kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(KEPT) || "null");
      sessionStorage.removeItem(KEPT);
    } catch (error) { /* as above */ }
    if (kept && kept[0] === location.pathname) {
      window.scrollTo({ left: kept[1], top: kept[2], behavior: "instant" });
    }
  }

  function hide() {
    if (board) { board.remove(); board = null; }
  }

  function show(fault) {
    hide();
    if (!document.querySelector('link[href="/_serve.css"]')) {
      var style = document.createElement("link");
      style.rel = "stylesheet";
      style.href = "/_serve.css";
      document.head.append(style);
    }
    board = document.createElement("section");
    board.className = "serve-fault serve-overlay";
    board.setAttribute("role", "alert");
    var title = document.createElement("h2");
    title.textContent = "The site could not be built";
    var text = document.createElement("pre");
    text.textContent = fault;
    var close = document.createElement("button");
    close.type = "button";
    close.textContent = "Close";
    close.addEventListener("click", hide);
    board.append(title, text, close);
    document.body.append(board);
  }

  function hear(event) {
    var state = JSON.parse(event.data);
    if (state.fault) { show(state.fault); return; }
    hide();
    if (state.mark !== mark) { remember(); location.reload(); }
  }

  function listen() {
    if (stream || document.hidden) { return; }
    stream = new EventSource("/_serve/events");
    stream.addEventListener("state", hear);
  }

  function rest() {
    if (stream) { stream.close(); stream = null; }
  }

  /* A browser keeps few connections to one server: pages that nobody looks at give theirs back. */
  document.addEventListener("visibilitychange", function () { if (document.hidden) { rest(); } else { listen(); } });
  window.addEventListener("pagehide", rest);
  window.addEventListener("pageshow", listen);
  if (document.readyState === "complete") { recall(); } else { window.addEventListener("load", recall); }
  listen();
})();
