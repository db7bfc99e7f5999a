/* Search: the words of titles answer at once; the texts follow, from the site's own index or from pagefind.
   Loaded when search is first opened. */
(() => {
  "use strict";
  const V = window.vaultgen;
  const { root, load, make } = V;
  const html = document.documentElement;
  const STEP = 10;
  /* What a query may fetch, so that all it loads stays below 500 KB in a vault of 10,000 notes: bytes of lists and of
     pagefind's index, beside scripts and rows of results; and shards of the words of titles. */
  const ROOM = 210_000;
  const SHARDS = 12;

  // --- words, as vaultgen.site.search.tokens has them
  const WORD = /[\p{L}\p{N}]+/gu;
  const UNSPACED = /[\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\u{20000}-\u{3ffff}]+/gu;
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("ς", "σ");
  const cut = (word) => [...word].slice(0, 40).join("");
  const tokens = (text) => {
    const found = [];
    for (const [word] of fold(text).matchAll(WORD)) {
      let end = 0;
      for (const run of word.matchAll(UNSPACED)) {
        if (run.index > end) found.push(word.slice(end, run.index));
        end = run.index + run[0].length;
        const signs = [...run[0]];
        if (signs.length === 1) found.push(signs[0]);
        for (let at = 0; at + 1 < signs.length; at++) found.push(signs[at] + signs[at + 1]);
      }
      if (end < word.length) found.push(word.slice(end));
    }
    return found.map(cut);
  };

  // --- lists of pages, as vaultgen.site.search.postings writes them
  const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
  const VALUE = Object.fromEntries([...DIGITS].map((digit, at) => [digit, at]));
  const numbers = (text, each, scored) => {
    let number = 0, last = 0;
    for (let at = text[0] === "~" ? 1 : 0; at < text.length; at++) {
      const digit = VALUE[text[at]];
      if (digit > 31) { number = number * 32 + digit - 32; continue; }
      last += number * 32 + digit;
      number = 0;
      each(last, scored ? VALUE[text[++at]] : 0);
    }
  };

  let manifest;
  const about = async () => (manifest ??= await load("search"));
  const after = (list, word) => {
    let low = 0, high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle] <= word) low = middle + 1; else high = middle;
    }
    return low;
  };
  /* What a query has fetched so far. The own index has no limit: it is made for disks. */
  const purse = (own) => {
    const paid = new Map();
    let shards = 0;
    return {
      allows: (name) => own || paid.has(name) || !name.startsWith("t-") || ++shards <= SHARDS,
      pay: (name, bytes) => paid.set(name, bytes),
      left: () => ROOM - [...paid.values()].reduce((sum, bytes) => sum + bytes, 0),
    };
  };
  /* How many shards are looked through for one beginning: those of texts are larger. */
  const REACH = { t: 9, f: 9, s: 3 };
  /* The words of a pack from `word` on that begin with it, each with its list; as far as the purse allows. */
  const beginning = async (pack, word, spent, reach = REACH[pack]) => {
    const firsts = (await about()).packs[pack] ?? [];
    if (!firsts.length) return [];
    const start = Math.max(after(firsts, word) - 1, 0);
    const wanted = [];
    for (let at = start; at < firsts.length && at < start + reach && (at === start || firsts[at].startsWith(word)); at++) wanted.push(`${pack}-${at}`);
    const allowed = wanted.filter(spent.allows);
    allowed.forEach((name) => spent.pay(name, 0));
    const shards = await Promise.all(allowed.map((name) => load(name)));
    const found = [];
    for (const [number, shard] of shards.entries()) {
      spent.pay(allowed[number], shard.join('","').length);
      for (let at = 0; at < shard.length; at += 2) if (shard[at].startsWith(word)) found.push([shard[at], shard[at + 1]]);
    }
    return found;
  };
  const isNear = (a, b) => {
    if (Math.abs(a.length - b.length) > 1) return false;
    let start = 0, end = 0;
    while (start < a.length && a[start] === b[start]) start++;
    const left = Math.min(a.length, b.length) - start;
    while (end < left && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
    const x = a.slice(start, a.length - end), y = b.slice(start, b.length - end);
    return (x.length <= 1 && y.length <= 1) || (x.length === 2 && y.length === 2 && x[0] === y[1] && x[1] === y[0]);
  };
  const gather = (words, times, into) => {
    for (const [key, list, share] of words) {
      if (list[0] === "~") into.open = true;
      numbers(list, (page, score) => {
        const worth = score * times * share;
        if (worth > (into.pages.get(page) ?? 0)) into.pages.set(page, worth);
      }, true);
    }
  };
  const exactOr = (word, prefix) => ([key, list]) => (key === word ? [key, list, 1] : prefix ? [key, list, 0.6] : null);
  const matches = async (word, prefix, own, spent) => {
    const fit = exactOr(word, prefix);
    const into = { pages: new Map(), open: false };
    const titles = (await beginning("t", word, spent, prefix ? REACH.t : 1)).map(fit).filter(Boolean);
    gather(titles, 4, into);
    if (own && (word.length > 1 || word > "\u3000")) {
      const texts = new Map();
      const some = { pages: texts, open: false };
      gather((await beginning("s", word, spent)).map(fit).filter(Boolean), 1, some);
      texts.forEach((worth, page) => into.pages.set(page, (into.pages.get(page) ?? 0) + worth));
      into.open ||= some.open;
    }
    for (let kept = 2; kept && !into.pages.size && word.length > 3; kept--) {
      const near = (await beginning("t", word.slice(0, kept), spent)).filter(([key]) => isNear(word, key) || (prefix && isNear(word, key.slice(0, word.length))));
      gather(near.map(([key, list]) => [key, list, 0.4]), 4, into);
      into.near = near.map(([key]) => key);
    }
    return into;
  };
  /* Pages that match, best first: those with every word; if there are none, those with most of them. */
  const ranked = async (words, open, own, spent) => {
    const found = await Promise.all(words.map((word, at) => matches(word, open && at === words.length - 1, own, spent)));
    const pages = new Map();
    for (const { pages: some } of found) some.forEach((worth, page) => {
      const has = pages.get(page) ?? [0, 0];
      pages.set(page, [has[0] + worth, has[1] + 1]);
    });
    const need = found.filter((one) => !one.open).length;
    let list = [...pages].filter(([page]) => found.every((one) => one.open || one.pages.has(page)));
    const whole = list.length > 0 && need > 0;
    if (!list.length) list = [...pages];
    list.sort(([a, [x, m]], [b, [y, n]]) => (whole ? 0 : n - m) || y - x || a - b);
    return { list: list.map(([page]) => page), whole, near: found.flatMap((one) => one.near ?? []), typed: found.some((one) => one.near?.length) };
  };

  // --- pagefind, in a thread of its own
  const TOO_DEAR = "too dear"; // as search-worker.js says it
  const thread = async () => {
    const worker = new Worker(new URL("assets/search-worker.js", root));
    const waiting = new Map();
    let last = 0;
    const call = (method, args, most) => new Promise((resolve, reject) => {
      waiting.set(++last, { resolve, reject });
      worker.postMessage({ id: last, method, args, most });
    });
    worker.addEventListener("message", ({ data: { id, result, error } }) => {
      const one = waiting.get(id);
      waiting.delete(id);
      if (error) one?.reject(new Error(error)); else one?.resolve(result);
    });
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      waiting.forEach(({ reject }) => reject(new Error("the index of texts cannot be loaded")));
      waiting.clear();
    });
    const gone = new FinalizationRegistry((key) => call("releaseData", [key]));
    await call("init", [{ basePath: new URL("pagefind/", root).pathname, language: html.lang.toLowerCase() || "unknown" }]);
    return async (text, most) => {
      const { results, search_keywords: left } = await call("search", [text, {}], most);
      for (const result of results) {
        const key = result.data;
        gone.register(result, key);
        result.data = () => call("getData", [key]);
      }
      return { results, left };
    };
  };
  /* Where there can be no such thread: pagefind as it comes, which reads whatever a query asks for. */
  const direct = async () => {
    const found = await import(new URL("pagefind/pagefind.js", root));
    await found.options({ noWorker: true });
    await found.init();
    return async (text) => ({ results: (await found.search(text)).results, left: [] });
  };
  let loaded, names;
  const pagefind = () => (loaded ??= thread().catch(direct).catch((error) => { loaded = null; throw error; }));
  /* Our numbers of pagefind's pages; needed only to narrow and to sort. */
  const named = () => (names ??= (async () => {
    const [{ order }, [key, width, text]] = await Promise.all([about(), load("map", "pagefind/map.js")]);
    if (key !== order) throw new Error("the index of texts is older than the pages");
    const found = new Map();
    for (let at = 0; at * width < text.length; at++) {
      let number = 0;
      for (const digit of text.slice(at * width, (at + 1) * width)) number = number * 64 + VALUE[digit];
      if (number) found.set(number, at);
    }
    return found;
  })().catch((error) => { names = null; throw error; }));
  const numberOf = (map, id) => map.get(parseInt(`1${id.slice(id.lastIndexOf("_") + 1)}`, 16));

  // --- narrowing and sorting
  const pagesOf = async (facet, value, spent) => {
    const key = `${facet}:${value}`;
    const found = new Set();
    for (const [word, list] of await beginning("f", key, spent)) {
      if (word.replaceAll("\u0001", "") === key) numbers(list, (page) => found.add(page));
    }
    return found;
  };
  const places = async (order, spent) => {
    const found = new Map();
    let last = 0, number = 0;
    const text = await load(`order-${order}`);
    spent.pay("order", text.length);
    for (const sign of text) {
      const digit = VALUE[sign];
      if (digit > 31) { number = number * 32 + digit - 32; continue; }
      found.set(number * 32 + digit, last++);
      number = 0;
    }
    return found;
  };
  const everything = async () => Array.from({ length: (await about()).pages }, (_, page) => page);

  /* What is asked for: first from titles (or the own index), then, where there is pagefind, from the texts.
     Items are numbers of pages, or what pagefind gave. */
  async function* answers({ query, chosen, order, isOver }) {
    const own = html.dataset.index !== "pagefind";
    const spent = purse(own);
    const words = tokens(query);
    const open = !/\s$/.test(query);
    const narrowed = chosen.length > 0 || order !== "";
    if (!words.length && !narrowed) return;
    const sets = await Promise.all(chosen.map(([facet, value]) => pagesOf(facet, value, spent)));
    const position = order && (await places(order, spent));
    const settle = (list) => {
      const kept = list.filter((page) => sets.every((set) => set.has(page)));
      if (position) kept.sort((a, b) => (position.get(a) ?? Infinity) - (position.get(b) ?? Infinity) || 0);
      return kept;
    };
    if (!words.length) {
      const list = settle(sets.length ? [...sets[0]] : await everything());
      yield { items: position && !sets.length ? list.filter((page) => position.has(page)) : list, words: [], done: true };
      return;
    }
    const first = await ranked(words, open, own, spent);
    const marks = [...words, ...first.near];
    const good = own || (first.whole && !first.typed) ? first.list : [];
    const shown = settle(first.list);
    yield { items: shown, words: marks, done: own };
    if (own) return;
    // A server that has just lost a page has no index of texts until it has made another.
    const told = load("common", "pagefind/common.js").catch(() => null);
    // Every word costs pagefind's readers a part of its index, so it is asked when the typing pauses.
    await new Promise((go) => setTimeout(go, 250));
    if (isOver()) return;
    const untold = { items: shown, words: marks, done: true, untold: true };
    const common = await told;
    if (!common) { yield untold; return; }
    let rare = words.filter((word) => !common.includes(word));
    if (!rare.length && good.length) { yield { items: settle(good), words: marks, done: true, common: true }; return; }
    if (rare.length === words.length) rare = [query]; else if (!rare.length) rare = [common.find((word) => words.includes(word))];
    const search = await pagefind().catch(() => null);
    if (!search) { yield untold; return; }
    // In a small vault our numbers cost little, and tell kind and date of what pagefind found.
    const map = narrowed ? await named() : (await about()).pages > 2000 ? null : await named().catch(() => null);
    if (map) spent.pay("map", (await load("map")).at(-1).length);
    let dear = false;
    const { results, left } = await search(rare.join(" "), spent.left()).catch((error) => {
      dear = error.message === TOO_DEAR;
      if (!dear) throw error;
      return { results: [], left: [] };
    });
    if (isOver()) return;
    if (narrowed) {
      const numbersFound = results.map(({ id }) => numberOf(map, id)).filter((page) => page !== undefined);
      const list = [...new Set([...good, ...numbersFound])];
      yield { items: settle(list.length ? list : first.list), words: marks, done: true, common: dear, left };
    } else {
      const texts = results.length || good.length ? good : first.list;
      const there = new Set(texts);
      for (const result of results) result.page = map ? numberOf(map, result.id) : undefined;
      const rest = results.filter((result) => !there.has(result.page));
      yield { items: [...texts, ...rest], count: map ? undefined : Math.max(texts.length, results.length), words: marks, done: true, common: dear, left };
    }
  }

  const describe = async (item, words) => {
    if (typeof item === "number") {
      const { together } = await about();
      const row = (await load(`d-${Math.floor(item / together)}`))[item % together];
      return { title: row[0], address: row[1], kind: row[2] ?? "", text: row[3] ?? "", date: row[4] ?? "" };
    }
    const [data, known] = await Promise.all([item.data(), item.page === undefined ? {} : describe(item.page, words)]);
    const address = (data.raw_url ?? data.url).replace(/^\/+/, "");
    return { title: data.meta.title ?? address, address, kind: "", date: "", ...known, text: around(data.content ?? "", words) };
  };

  // --- showing
  const PIECE = /[\p{L}\p{N}\p{M}]+/gu;
  const isSought = (piece, words) => {
    const folded = fold(piece);
    return words.some((word) => folded.startsWith(word) || (word.codePointAt(0) > 0x3000 && folded.includes(word)));
  };
  const around = (text, words) => {
    for (const piece of text.matchAll(PIECE)) {
      if (!isSought(piece[0], words)) continue;
      const start = piece.index < 90 ? 0 : text.indexOf(" ", piece.index - 70) + 1;
      return (start ? "… " : "") + text.slice(start, start + 170).replace(/\s+\S*$/, "") + (text.length > start + 170 ? " …" : "");
    }
    return text.slice(0, 170);
  };
  const marked = (text, words) => {
    const parts = [];
    let end = 0;
    for (const piece of text.matchAll(PIECE)) {
      if (!isSought(piece[0], words)) continue;
      parts.push(text.slice(end, piece.index), make("mark", "", piece[0]));
      end = piece.index + piece[0].length;
    }
    return [...parts, text.slice(end)];
  };
  /* A day as the pages say it (vaultgen.site.pages.words): the first of a month stands for the month. */
  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const day = (iso) => {
    const [year, month, date = "01"] = iso.split("-");
    const name = MONTHS[month - 1];
    const shown = make("time", "search-date", name ? `${name} ${date === "01" ? "" : `${Number(date)} `}${year}` : iso);
    shown.dateTime = iso;
    return shown;
  };
  const href = (address) => new URL(address.split("/").map(encodeURIComponent).join("/"), root).href;

  let count = 0;
  /* The boxes, the list of results and what the keys do, below an input that may stand there already. */
  const mount = (container, input) => {
    const id = `search-${++count}`;
    const list = make("div", "search-results");
    const status = make("p", "search-state");
    const facets = make("div", "search-facets");
    const more = make("button", "search-more", "Show more");
    const scroll = make("div", "search-scroll", list, more);
    list.id = `${id}-list`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Results");
    status.setAttribute("role", "status");
    more.type = "button";
    more.hidden = true;
    list.hidden = true;
    const narrow = make("details", "search-narrow", make("summary", "", "Narrow and sort"), facets);
    narrow.open = innerWidth > 640;
    container.append(narrow, status, scroll);
    const set = (name, value) => input.setAttribute(name, value);
    input.autocomplete = "off";
    input.spellcheck = false;
    set("role", "combobox");
    set("aria-autocomplete", "list");
    set("aria-controls", list.id);
    set("aria-expanded", "false");
    let asked = 0, current = null, answer = null, timer, wait;

    const point = (option) => {
      current?.setAttribute("aria-selected", "false");
      current = option;
      if (!option) return input.removeAttribute("aria-activedescendant");
      option.setAttribute("aria-selected", "true");
      set("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    };
    const option = (item, words) => {
      const line = make("a", "search-result", make("span", "search-kind", item.kind), make("span", "search-title", ...marked(item.title, words)));
      if (item.date) line.append(day(item.date));
      if (item.text) line.append(make("span", "search-text", ...marked(item.text, words)));
      line.href = href(item.address);
      line.id = `${id}-${list.children.length}`;
      line.tabIndex = -1;
      line.setAttribute("role", "option");
      line.setAttribute("aria-selected", "false");
      return line;
    };
    const say = (text, state = "") => { status.textContent = text; status.dataset.state = state; };
    /* Rows are put in only when all are there, so that the list does not jump while it is read; with `keep` the row
       that was pointed at, perhaps only just now, stays the one. */
    const showMore = async (turn, from, upTo, keep = false) => {
      const described = await Promise.all(answer.items.slice(from, upTo).map((item) => describe(item, answer.words)));
      if (turn !== asked) return false;
      const kept = keep && current ? current.href : "";
      if (!from) { point(null); list.replaceChildren(); scroll.scrollTop = 0; }
      const there = new Set([...list.children].map((row) => row.href));
      for (const item of described) {
        const target = href(item.address);
        if (!there.has(target)) list.append(option(item, answer.words));
        there.add(target);
      }
      if (kept) point([...list.children].find((row) => row.href === kept) ?? null);
      answer.shown = upTo;
      more.hidden = answer.items.length <= upTo;
      list.hidden = !list.children.length;
      set("aria-expanded", String(!list.hidden));
      return true;
    };
    const chosen = () => [...facets.querySelectorAll("select[data-facet]")].filter((box) => box.value).map((box) => [box.dataset.facet, box.value]);
    const run = async () => {
      const turn = ++asked;
      const query = input.value;
      const order = facets.querySelector("select[data-order]")?.value ?? "";
      const begun = answer;
      clearTimeout(wait);
      wait = setTimeout(() => { if (turn === asked) say("Searching …", "busy"); }, 300);
      let first = true;
      try {
        for await (const next of answers({ query, chosen: chosen(), order, isOver: () => turn !== asked })) {
          if (turn !== asked) return;
          if (!next.items.length && !next.done) continue;
          answer = next;
          first = false;
          if (!(await showMore(turn, 0, STEP, next.done))) return;
          if (next.done) {
            const number = next.count ?? next.items.length;
            say((number ? `${number} ${number === 1 ? "result" : "results"}` : "Nothing found.") + (next.left?.length ? ` (texts not searched for ${next.left.join(", ")})` : next.common ? " in titles: the word is in too many texts" : next.untold ? " (in titles only: the index of texts cannot be loaded now)" : ""));
          }
        }
        if (turn === asked && first) { answer = null; point(null); list.replaceChildren(); list.hidden = more.hidden = true; set("aria-expanded", "false"); say(""); }
      } catch (error) {
        if (turn === asked) say(`Search does not work: ${error.message}. ${begun || answer ? "Results may be incomplete." : "Reload the page to try again."}`, "error");
      } finally {
        if (turn === asked) clearTimeout(wait);
      }
    };
    const later = () => { clearTimeout(timer); timer = setTimeout(run, 60); };
    input.addEventListener("input", later);
    more.addEventListener("click", async () => {
      const from = answer.shown;
      const before = list.children.length;
      await showMore(asked, from, from + STEP).catch((error) => say(error.message, "error"));
      point(list.children[before] ?? null);
      input.focus();
    });
    input.addEventListener("keydown", (event) => {
      const rows = [...list.children];
      const at = rows.indexOf(current);
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "ArrowDown" && rows.length) point(rows[Math.min(at + 1, rows.length - 1)]);
      else if (event.key === "ArrowUp" && rows.length) point(at > 0 ? rows[at - 1] : null);
      else if (event.key === "Enter" && (current || (rows.length && !input.form?.action))) (current ?? rows[0]).click();
      else return;
      event.preventDefault();
    });

    const select = (name, text, options) => {
      const box = make("select", "");
      const about = make("label", "", text);
      about.htmlFor = box.id = `${id}-${name}`;
      box.append(...options.map(([value, shown]) => new Option(shown, value)));
      box.addEventListener("change", run);
      facets.append(make("div", "search-facet", about, box));
      return box;
    };
    const prepare = async () => {
      for (const [name, text, values] of (await about()).facets) {
        select(name, text, [["", "Any"], ...values.map(([value, pages]) => [value, `${value} (${pages})`])]).dataset.facet = name;
      }
      select("order", "Sort by", [["", "Relevance"], ["amount", "Amount"], ["date", "Date"]]).dataset.order = "";
    };
    const ready = prepare().catch((error) => say(`Search cannot be loaded: ${error.message}.`, "error"));
    return { run, ready };
  };

  let dialog, field;
  const open = () => {
    if (!dialog) {
      field = make("input", "search-input");
      field.type = "search";
      field.placeholder = "Search titles and texts";
      field.setAttribute("aria-label", "Search");
      const close = make("button", "search-close", "Close");
      close.type = "button";
      const body = make("div", "search-body");
      dialog = make("dialog", "search", make("div", "search-head", field, close), body);
      dialog.setAttribute("aria-label", "Search");
      close.addEventListener("click", () => dialog.close());
      dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
      dialog.addEventListener("keydown", (event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        dialog.close();
      });
      document.body.append(dialog);
      mount(body, field);
    }
    if (!dialog.open) dialog.showModal();
    field.focus();
    field.select();
  };

  let here;
  const page = (container) => {
    const form = document.querySelector("main form[role='search']");
    const input = form?.querySelector("input[name='q']") ?? container.appendChild(make("input", "search-input"));
    const { run, ready } = mount(container, input);
    const asked = new URLSearchParams(location.search).get("q");
    if (asked && !input.value) input.value = asked;
    const note = () => {
      // Some browsers do not let a page on a disk change its address.
      try { history.replaceState(null, "", input.value ? `?q=${encodeURIComponent(input.value)}` : location.pathname); } catch { /* it stays */ }
    };
    form?.addEventListener("submit", (event) => { event.preventDefault(); note(); run(); });
    input.addEventListener("change", note);
    here = input;
    ready.then(() => { if (input.value) run(); });
    input.focus();
  };

  V.search = { open: () => (here ? (here.focus(), here.select()) : open()), page, tokens };
})();
