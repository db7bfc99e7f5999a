/* The texts, asked in a thread of their own: pagefind's worker, but one that reads no more of the index than a query may
   cost. Of its words those are asked for that cost least, as many as there is room for; the others are told as keywords. */
"use strict";
let most = 0;
let sizes = {};
self.vaultgen = { shard: (_, value) => { sizes = value; } };
addEventListener("message", ({ data }) => { most = data.most ?? most; });
importScripts("../pagefind/parts.js", "../pagefind/pagefind-worker.js");

(() => {
  const { request_indexes: partsOf, search } = wasm_bindgen;
  const asked = new Map();
  const cost = (parts) => parts.reduce((sum, part) => sum + (sizes[part] ?? 0), 0);

  wasm_bindgen.request_indexes = (index, query) => {
    const words = query.split(" ").map((word, at) => ({ at, parts: JSON.parse(partsOf(index, word)) }));
    const wanted = new Set();
    const kept = new Set();
    for (const { at, parts } of words.sort((a, b) => cost(a.parts) - cost(b.parts))) {
      const more = parts.filter((part) => !wanted.has(part));
      if (cost([...wanted, ...more]) > most) continue;
      more.forEach((part) => wanted.add(part));
      kept.add(at);
    }
    if (!kept.size) throw new Error("too dear");
    asked.set(query, kept);
    return JSON.stringify([...wanted]);
  };

  wasm_bindgen.search = (index, query, original, filters, order, exact, marks) => {
    const kept = asked.get(query);
    const some = (text) => text.split(" ").filter((_, at) => kept.has(at)).join(" ");
    const left = query.split(" ").filter((_, at) => !kept.has(at));
    const told = search(index, some(query), some(original), filters, order, exact && !left.length, marks);
    // Where the words stand is for excerpts, which are made elsewhere; pagefind hands its keywords on as they are.
    return `${told.replace(/"l":\[[^\]]*\]/g, '"l":[]').slice(0, -1)},"search_keywords":${JSON.stringify(left)}}`;
  };
})();
