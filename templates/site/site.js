/* What pages gain from a script: theme, sorting, filters, previews, the place in the contents, the way to search. */
(() => {
  "use strict";
  const html = document.documentElement;
  const me = document.currentScript;
  const root = new URL("../", me.src);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  html.classList.add("js");

  // --- theme
  const store = (theme) => {
    try { return theme ? localStorage.setItem("vaultgen-theme", theme) : localStorage.getItem("vaultgen-theme"); } catch { return null; }
  };
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (html.dataset.theme ? html.dataset.theme === "dark" : dark.matches);
  const kept = store();
  if (kept === "dark" || kept === "light") html.dataset.theme = kept;

  const themes = () => {
    const buttons = all("[data-theme-toggle]");
    const show = () => buttons.forEach((button) => {
      button.setAttribute("aria-pressed", String(isDark()));
      button.hidden = false;
    });
    buttons.forEach((button) => {
      if (!button.textContent.trim()) button.setAttribute("aria-label", "Dark theme");
      button.addEventListener("click", () => {
        html.dataset.theme = isDark() ? "light" : "dark";
        store(html.dataset.theme);
        show();
      });
    });
    dark.addEventListener("change", show);
    addEventListener("storage", (event) => {
      if (event.key === "vaultgen-theme" && event.newValue) { html.dataset.theme = event.newValue; show(); }
    });
    show();
  };

  // --- data: scripts that hand over a value, since pages on a disk cannot fetch
  const loads = new Map();
  const given = new Map();
  const script = (address) => new Promise((done, fail) => {
    const tag = document.createElement("script");
    tag.src = new URL(address, root);
    tag.onload = () => { tag.remove(); done(); };
    tag.onerror = () => { tag.remove(); fail(new Error(`${address} cannot be loaded`)); };
    document.head.append(tag);
  });
  const load = (name, address = `_data/${name}.js`) => {
    if (!loads.has(name)) {
      const asked = script(address).then(() => {
        if (!given.has(name)) throw new Error(`${address} holds no data`);
        return given.get(name);
      });
      asked.catch(() => loads.delete(name));
      loads.set(name, asked);
    }
    return loads.get(name);
  };
  const make = (tag, name, ...parts) => {
    const element = document.createElement(tag);
    if (name) element.className = name;
    element.append(...parts);
    return element;
  };
  const V = (window.vaultgen = { root, load, script, make, shard: (name, value) => given.set(name, value) });

  // --- tables
  const collator = new Intl.Collator(html.lang || "en", { numeric: true, sensitivity: "base" });
  const value = (row, column, kind) => {
    const cell = row.cells[column];
    const text = cell ? (cell.dataset.sort ?? cell.textContent).trim() : "";
    return kind !== "number" ? text : text === "" || isNaN(text) ? "" : Number(text);
  };
  const compare = (kind) => kind === "number" ? (a, b) => a - b : kind === "date" ? (a, b) => (a < b ? -1 : Number(a > b)) : collator.compare;
  const sort = (table, head, heads) => {
    const kind = head.dataset.sortAs;
    const was = head.getAttribute("aria-sort");
    const down = was ? was === "ascending" : kind !== "text";
    const order = compare(kind);
    for (const body of table.tBodies) {
      const rows = [...body.rows].map((row) => [value(row, head.cellIndex, kind), row]);
      rows.sort(([a], [b]) => (a === "" || b === "" ? Number(a === "") - Number(b === "") : down ? order(b, a) : order(a, b)));
      body.append(...rows.map(([, row]) => row));
    }
    heads.forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
  };
  const tables = () => all("table[data-sortable]").forEach((table) => {
    const heads = all("thead th[data-sort-as]", table);
    heads.forEach((head) => {
      const button = make("button", "sort", ...head.childNodes);
      button.type = "button";
      head.append(button);
      button.addEventListener("click", () => sort(table, head, heads));
    });
  });
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const filters = () => all("input[data-filter-for]").forEach((input) => {
    const table = document.getElementById(input.dataset.filterFor);
    if (!table) return;
    let words;
    const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
    const filter = () => {
      words ??= rows.map((row) => plain(row.textContent));
      const sought = plain(input.value).split(/\s+/);
      rows.forEach((row, at) => { row.hidden = !sought.every((word) => words[at].includes(word)); });
    };
    for (let at = input; at && at !== document.body; at = at.parentElement) at.hidden = false;
    input.addEventListener("input", filter);
    if (input.value) filter();
  });

  // --- previews
  let card, shown, timer;
  const bit = (sum) => (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  const hash = (text) => ~new TextEncoder().encode(text).reduce((sum, byte) => bit(bit(bit(bit(bit(bit(bit(bit(sum ^ byte)))))))), ~0) >>> 0;
  const addressOf = (link) => {
    const url = new URL(link.href);
    const here = url.href.split(/[?#]/)[0];
    try { return here.startsWith(root.href) ? decodeURIComponent(here.slice(root.href.length)) : ""; } catch { return ""; }
  };
  const previewOf = async (address) => {
    const shards = await load("previews");
    const rows = await load(`previews-${(hash(address) & (shards - 1)).toString(16).padStart(2, "0")}`);
    return rows.find((row) => row[0] === address);
  };
  const hide = () => {
    clearTimeout(timer);
    if (!shown) return;
    card.hidden = true;
    shown.removeAttribute("aria-describedby");
    shown = null;
  };
  const place = (link) => {
    const box = [...link.getClientRects()].at(-1) ?? link.getBoundingClientRect();
    const wide = html.clientWidth;
    card.style.left = `${scrollX + Math.max(8, Math.min(box.left, wide - card.offsetWidth - 8))}px`;
    const below = box.bottom + 6 + card.offsetHeight < innerHeight || box.top < card.offsetHeight + 12;
    card.style.top = `${scrollY + (below ? box.bottom + 6 : box.top - card.offsetHeight - 6)}px`;
  };
  const show = async (link) => {
    const address = addressOf(link);
    const row = address && (await previewOf(address).catch(() => null));
    if (!row || link !== wanted) return;
    hide();
    if (!card) {
      card = make("div", "preview");
      card.id = "preview";
      card.setAttribute("role", "tooltip");
      card.addEventListener("pointerenter", () => clearTimeout(timer));
      card.addEventListener("pointerleave", () => leave());
      document.body.append(card);
    }
    card.replaceChildren(make("span", "kind", row[2]), make("strong", "", row[1]), ...(row[3] ? [make("p", "", row[3])] : []));
    card.hidden = false;
    card.style.position = "absolute";
    place(link);
    link.setAttribute("aria-describedby", "preview");
    shown = link;
  };
  let wanted = null;
  const want = (link, wait) => {
    clearTimeout(timer);
    wanted = link;
    if (link !== shown) timer = setTimeout(() => show(link), wait);
  };
  const leave = () => {
    clearTimeout(timer);
    wanted = null;
    timer = setTimeout(hide, 250);
  };
  const linkAt = (event) => event.target.closest?.("a[data-preview]");
  const previews = () => {
    document.addEventListener("pointerover", (event) => {
      const link = linkAt(event);
      if (link && event.pointerType !== "touch") want(link, 250);
    });
    document.addEventListener("pointerout", (event) => {
      const link = linkAt(event);
      if (link && !link.contains(event.relatedTarget) && link !== document.activeElement) leave();
    });
    document.addEventListener("focusin", (event) => {
      const link = linkAt(event);
      if (link?.matches(":focus-visible")) want(link, 100);
    });
    document.addEventListener("focusout", (event) => linkAt(event) && leave());
  };

  // --- contents
  const contents = () => {
    if (innerWidth <= 1024) all("nav.contents > details").forEach((list) => { list.open = false; });
    const marks = all("nav.contents a[href*='#']")
      .map((link) => [link, document.getElementById(decodeURIComponent(link.hash.slice(1)))])
      .filter(([, heading]) => heading);
    if (!marks.length) return;
    let now, asked;
    const look = () => {
      asked = 0;
      const end = innerHeight + scrollY >= html.scrollHeight - 2 && scrollY > 0;
      const passed = marks.filter(([, heading]) => heading.getBoundingClientRect().top < innerHeight / 4);
      const next = (end ? marks.at(-1) : passed.at(-1))?.[0];
      if (next === now) return;
      now?.removeAttribute("aria-current");
      next?.setAttribute("aria-current", "true");
      now = next;
    };
    addEventListener("scroll", () => { asked ||= requestAnimationFrame(look); }, { passive: true });
    look();
  };

  // --- search
  const code = () => (V.search ? Promise.resolve(V.search) : script(`assets/search.js${new URL(me.src).search}`).then(() => V.search));
  const open = (fallback) => code().then((search) => search.open(), () => { if (fallback) location.href = fallback; });
  const isTyping = (target) => target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  const finding = () => {
    if (!html.dataset.index) return;
    document.addEventListener("click", (event) => {
      const link = event.target.closest?.("[data-open-search]");
      if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      open(link.href);
    });
    document.addEventListener("keydown", (event) => {
      const quick = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k";
      const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey;
      if ((!quick && !slash) || isTyping(event.target) || event.defaultPrevented) return;
      event.preventDefault();
      open();
    });
    const page = document.querySelector("[data-search-page]");
    if (page) code().then((search) => search.page(page), () => page.append(make("p", "search-state", "Search cannot be loaded.")));
  };

  const begin = () => {
    themes();
    tables();
    filters();
    previews();
    contents();
    finding();
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") { wanted = null; hide(); } });
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin); else begin();
})();
