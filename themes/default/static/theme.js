// What this theme does beyond HTML and CSS: remembered colours, cards on mentions, addresses and citations of paragraphs, keys, the search box.
// Everything can be read without it; what needs it is made by it.
(function () {
  "use strict";
  const words = JSON.parse(document.currentScript.dataset.words);
  const root = document.documentElement;
  const $ = (selector, from = document) => from.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];

  // Private windows may refuse storage.
  const stored = {
    get(key) { try { return localStorage.getItem(key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, value); } catch { /* remembered for this page only */ } },
  };

  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "onclick") element.addEventListener("click", value);
      else element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  }

  // Told to screen readers; it has to be there before it is filled.
  const status = document.body.appendChild(make("p", { class: "vh", role: "status" }));

  // --- colours -----------------------------------------------------------------------------------------------------------------------

  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme || (system.matches ? "dark" : "light")) === "dark";
  if (stored.get("theme")) root.dataset.theme = stored.get("theme");
  const colours = make("button", { type: "button", class: "theme", title: words.dark, "aria-label": words.dark, onclick() {
    root.dataset.theme = isDark() ? "light" : "dark";
    stored.set("theme", root.dataset.theme);
    showColours();
  } });
  const showColours = () => colours.setAttribute("aria-pressed", String(isDark()));
  system.addEventListener("change", showColours);
  showColours();
  $(".top")?.append(colours);

  // --- boxes that float beside what they speak of ------------------------------------------------------------------------------------

  function floating(id, kind) {
    const box = make("div", { id, class: "card" });
    const canPop = "popover" in HTMLElement.prototype;
    if (canPop) box.popover = kind; else box.hidden = true;
    $("main").append(box);
    return {
      box,
      get isOpen() { return canPop ? box.matches(":popover-open") : !box.hidden; },
      close() { if (this.isOpen) canPop ? box.hidePopover() : (box.hidden = true); },
      openAt(anchor) {
        if (!this.isOpen) canPop ? box.showPopover() : (box.hidden = false);
        // The first line of a name that wraps.
        const line = anchor.getClientRects()[0] ?? anchor.getBoundingClientRect();
        const { offsetWidth: width, offsetHeight: height } = box;
        const left = Math.max(8, Math.min(line.left, root.clientWidth - width - 8));
        const isBelow = line.bottom + height + 8 < root.clientHeight || line.top < height + 8;
        box.style.left = `${left + scrollX}px`;
        box.style.top = `${(isBelow ? line.bottom + 4 : line.top - height - 4) + scrollY}px`;
      },
    };
  }

  // --- cards on mentions -------------------------------------------------------------------------------------------------------------

  // What the panel of a speech says; elsewhere what the page says of the names in it.
  const panel = $("#mentioned") ?? $("#named")?.content;
  const card = panel && floating("card", "manual");
  let shown = null, timer = 0;
  const entryOf = (mention) => panel?.querySelector(`[data-e="${CSS.escape(mention.dataset.m)}"]`);

  function later(milliseconds, act) {
    clearTimeout(timer);
    timer = setTimeout(act, milliseconds);
  }

  function showCard(mention) {
    const entry = entryOf(mention);
    if (!entry) return;
    shown = mention;
    const group = entry.closest("[data-kind]"), [here, inAll] = entry.dataset.n.split("/");
    const tally = [here && words.here.replace("{n}", here), inAll > 0 && words.in_all.replace("{n}", inAll)].filter(Boolean).join(" · ");
    card.box.className = `card ${group.className}`;
    card.box.replaceChildren(...entry.cloneNode(true).childNodes);
    card.box.insertBefore(make("p", { class: "tally" }, make("span", { class: "kind" }, group.dataset.kind), ` ${tally}`), $(".at", card.box));
    card.openAt(mention);
  }

  function hideCard() {
    clearTimeout(timer);
    shown = null;
    card?.close();
  }

  if (card) {
    // A finger that taps wants the page; only a pointer that can hover gets a card.
    const isHover = (event) => event.pointerType !== "touch";
    document.addEventListener("pointerover", (event) => {
      if (!isHover(event)) return;
      const mention = event.target.closest?.("a.m[data-m]");
      if (mention && mention !== shown) later(shown ? 150 : 300, () => showCard(mention));
      else if (mention || card.box.contains(event.target)) clearTimeout(timer);
      else if (shown) later(300, hideCard);
      else clearTimeout(timer);
    });
    document.addEventListener("focusin", (event) => {
      if (event.target.matches?.("a.m[data-m]:focus-visible")) showCard(event.target);
      else if (shown && !card.box.contains(event.target)) hideCard();
    });
    document.addEventListener("keydown", (event) => { if (event.key === "Escape" && card.isOpen) hideCard(); });
  }

  // --- addresses and citations of paragraphs -----------------------------------------------------------------------------------------

  const cite = $("#cite");
  const citing = cite && floating("cite-card", "auto");
  // The address that the site knows for itself, else the one it was read at.
  const address = (anchor) => (cite?.dataset.url || location.href.split("#")[0]) + (anchor ? `#${anchor}` : "");

  async function copy(text, said) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Without permission, as on file://, the older way.
      const area = document.body.appendChild(make("textarea", { class: "vh" }));
      area.value = text;
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    status.textContent = "";
    status.textContent = said;
  }

  // A citation with the anchor behind its address, and for GB/T 7714 with the day.
  function citation(format, anchor) {
    const text = $(`[data-cite=${format}]`, cite).textContent, url = cite.dataset.url;
    const cited = url ? text.replaceAll(url, address(anchor)) : text;
    return format === "gbt" ? cited.replace(/\)\./, `)[${new Date().toLocaleDateString("sv")}].`) : cited;
  }

  // The selected words, or else all of the paragraph.
  function wordsOf(paragraph) {
    const selection = getSelection(), selected = selection.toString().trim(), bare = paragraph.cloneNode(true);
    for (const own of bare.querySelectorAll(".pn, .clock, .fn")) own.remove();
    return (selected && paragraph.contains(selection.anchorNode) ? selected : bare.textContent).trim();
  }

  // The quotation for a page elsewhere: HTML that needs no script, no frame and no request.
  function embedded(paragraph, anchor) {
    const link = make("a", { href: address(anchor) }, $("h1").textContent.trim()), date = $(".facts time")?.textContent;
    let turn = paragraph.closest(".turn");
    while (turn?.matches(".on")) turn = turn.previousElementSibling;
    const speaker = turn && $(".sp b", turn)?.textContent, { direction } = getComputedStyle(paragraph);
    const lang = paragraph.closest("[lang]").lang;
    return make("blockquote", { cite: address(anchor), lang, ...(direction === "rtl" && { dir: direction }) }, make("p", {}, wordsOf(paragraph)),
      make("footer", {}, `— ${speaker ? `${speaker}, ` : ""}`, make("cite", {}, link), date ? `, ${date}` : "")).outerHTML;
  }

  // A link that shows the selected words, or those that the paragraph begins with (URL fragment text directives, WICG).
  function quotation(paragraph, anchor) {
    const text = wordsOf(paragraph);
    const code = (part) => encodeURIComponent(part.trim()).replaceAll("-", "%2D");
    const size = /\p{Script=Han}/u.test(text) ? 12 : 40;
    if (text.length <= 2 * size) return `${address(anchor)}:~:text=${code(text)}`;
    const edge = (part, from) => (size === 12 ? part : from ? part.replace(/\s\S*$/, "") : part.replace(/^\S*\s/, ""));
    return `${address(anchor)}:~:text=${code(edge(text.slice(0, size), true))},${code(edge(text.slice(-size), false))}`;
  }

  // What else can be done with a paragraph: send it on, where the browser can, and report an error in it.
  function more(anchor) {
    const acts = [], report = $("#report"), code = encodeURIComponent;
    if (navigator.share) acts.push(make("button", { type: "button", onclick: () => navigator.share({ title: document.title, url: address(anchor) }).catch(() => {}) }, words.share));
    if (report) acts.push(make("a", { href: report.getAttribute("href").replace(code(address("")), code(address(anchor))) }, report.textContent));
    return acts;
  }

  function openCitations(number) {
    const anchor = number.hash.slice(1), paragraph = document.getElementById(anchor) ?? number.parentElement;
    const button = (label, text) => make("button", { type: "button", onclick(event) {
      copy(text(), words.done);
      event.target.dataset.done = words.done;
    } }, label);
    citing.box.replaceChildren(
      make("p", { class: "sub" }, `¶${number.textContent} · ${words.copied}`),
      make("p", { class: "acts" },
        button(words.plain, () => citation("plain", anchor)), button("GB/T 7714", () => citation("gbt", anchor)),
        button("BibTeX", () => citation("bibtex", anchor)), button("CSL-JSON", () => citation("csl", anchor)),
        button(words.quote, () => quotation(paragraph, anchor)), button(words.embed, () => embedded(paragraph, anchor)), ...more(anchor)),
    );
    // The jump to the anchor took the focus away; closing the box gives it back to the number.
    number.focus({ preventScroll: true });
    citing.openAt(number);
    $("button", citing.box).focus({ preventScroll: true });
  }

  if (cite) {
    document.addEventListener("click", (event) => {
      const number = event.target.closest?.("a.pn[href^='#']");
      if (!number || event.ctrlKey || event.metaKey || event.shiftKey) return;
      copy(address(number.hash.slice(1)), words.copied);
      // After the jump to the anchor, which moves what the box stands beside.
      setTimeout(() => openCitations(number), 50);
    });
    for (const text of all("#cite [data-cite]")) {
      text.after(make("p", { class: "acts" }, make("button", { type: "button", onclick(event) {
        copy(citation(text.dataset.cite, ""), words.done);
        event.target.dataset.done = words.done;
      } }, words.take)));
    }
  }

  // --- where the reader is -----------------------------------------------------------------------------------------------------------

  // Details that the style sheet shows open where there is room are open to readers of screens, too, and can be closed.
  if (matchMedia("(min-width: 48rem)").matches) for (const details of all("details.fold, details.brief")) {
    details.open = true;
    details.classList.remove("fold");
  }

  const ways = all("#ways li a"), labels = all(".turn > .sp > b"), text = $(".text");
  if (ways.length + labels.length > 2) {
    const link = make("a", { href: ways.length ? "#ways" : "#main", tabindex: "-1" });
    const line = make("p", { class: "here", hidden: "" }, link);
    text.prepend(line);
    let now = -1, isAsked = false;
    const mark = () => {
      isAsked = false;
      const isPast = (element) => element?.getBoundingClientRect().top < 120;
      const isInText = isPast(text) && text.getBoundingClientRect().bottom > 120;
      const at = isInText ? ways.findLastIndex((way) => isPast(document.getElementById(way.hash.slice(1)))) : -1;
      const said = isInText && [labels.findLast(isPast)?.textContent, ways[at] && `${at + 1}/${ways.length} ${ways[at].textContent}`].filter(Boolean).join(" · ");
      line.hidden = !said;
      link.textContent = said || "";
      if (at === now) return;
      ways[now]?.removeAttribute("aria-current");
      ways[at]?.setAttribute("aria-current", "location");
      now = at;
    };
    addEventListener("scroll", () => { if (!isAsked) isAsked = Boolean(requestAnimationFrame(mark)); }, { passive: true });
    mark();
  }

  // Another version, or both side by side, opens at the paragraph that is read here.
  const isRead = (element) => element.getBoundingClientRect().top > 40;
  addEventListener("click", (event) => {
    const link = event.target.closest?.(".langs a, .facts [hreflang], a.abreast");
    const here = link && scrollY > 300 && all(".prose a.pn").find(isRead);
    if (here) link.hash = here.hash;
  });
  // Side by side no paragraph has the anchor itself, and a version may divide a turn otherwise.
  const wanted = /^#(t\w+?)(p\w+)?$/.exec(location.hash);
  if (wanted && !document.getElementById(wanted[0].slice(1))) ($(`a.pn[href$="${wanted[0]}"]`) ?? document.getElementById(wanted[1]))?.scrollIntoView();

  // Side by side a name lights the same one in the other version.
  const light = ({ target }) => {
    const id = target.closest(".pair a.m")?.dataset.m;
    for (const mention of all(".pair a.m")) mention.classList.toggle("lit", mention.dataset.m === id);
  };
  if ($(".pair")) for (const type of ["pointerover", "focusin"]) document.addEventListener(type, light);

  // --- some of the mentions, and every mention in another order ----------------------------------------------------------------------

  const groups = all(".mentions > .group");
  const mentions = all(".kwic li");
  const sift = $(".sift");
  const traits = {
    year: (row) => $("time", row.closest(".group")).dateTime.slice(0, 4),
    speaker: (row) => $(".w", row).textContent,
    role: (row) => row.dataset.t,
    language: (row) => row.parentElement.lang,
  };
  const named = {
    role: (turn) => JSON.parse(sift.dataset.turns)[turn] ?? turn,
    language: (tag) => new Intl.DisplayNames([root.lang], { type: "language" }).of(tag),
  };

  // A mention as it is sorted: the words after the name, or those before it from the last to the first.
  function sortKey(row, by) {
    const text = (by === "after" ? $("mark", row).nextSibling?.textContent ?? "" : $(".l", row).textContent).trim();
    return by === "after" ? text : (/\p{Script=Han}/u.test(text) ? [...text].reverse().join("") : text.split(/\s+/).reverse().join(" "));
  }

  function sorted(rows, by) {
    const order = new Intl.Collator(root.lang);
    const entries = rows.map((row) => {
      const copy = row.cloneNode(true);
      copy.lang = row.parentElement.lang;
      $(".w", copy).replaceChildren($("time", row.closest(".group")).dateTime);
      return { copy, key: sortKey(row, by) };
    });
    const list = make("ol", { class: "kwic", "aria-label": words[by] }, ...entries.sort((a, b) => order.compare(a.key, b.key)).map(({ copy }) => copy));
    return make("div", { class: "group sorted" }, list);
  }

  function choice(name, values, act) {
    const select = make("select", {}, ...values.map(([value, label]) => make("option", { value }, label)));
    select.addEventListener("change", act);
    sift.append(make("label", name === "sort" ? { class: name } : {}, make("span", {}, `${words[name]} `), select), " ");
    return select;
  }

  if (sift) {
    const wanted = Object.entries(traits).flatMap(([name, of]) => {
      const values = [...new Set(mentions.map(of))].sort();
      return values.length < 2 ? [] : [{ of, select: choice(name, [["", words.any], ...values.map((value) => [value, named[name]?.(value) ?? value])], show) }];
    });
    const order = choice("sort", ["speech", "before", "after"].map((by) => [by, words[by]]), show);
    const count = sift.appendChild(make("span", { class: "n", role: "status" }));
    function show() {
      const seen = mentions.filter((row) => !(row.hidden = wanted.some(({ of, select }) => select.value && of(row) !== select.value)));
      const isSorted = order.value !== "speech";
      for (const group of groups) group.hidden = isSorted || !$("li:not([hidden])", group);
      $(".sorted")?.remove();
      if (isSorted) $(".mentions").append(sorted(seen, order.value));
      count.textContent = seen.length < mentions.length ? words.of.replace("{n}", seen.length).replace("{all}", mentions.length) : "";
    }
  }

  // --- what lies below a link of the menu closes when the reader goes elsewhere -------------------------------------------------------

  const submenus = all(".menu details");
  const leave = (event) => {
    for (const submenu of submenus) if (submenu.open && (event.key === "Escape" || !submenu.contains(event.target))) {
      if (event.key) $("summary", submenu).focus();
      submenu.open = false;
    }
  };
  for (const type of ["click", "focusin"]) document.addEventListener(type, leave);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") leave(event); });

  // --- search from any page ----------------------------------------------------------------------------------------------------------

  const find = $("a.find");
  let finder = null;

  function openFinder() {
    if ($("form[data-search]:not(dialog form)")) return $("form[data-search] input").focus();
    if (!finder) {
      const input = make("input", { type: "search", name: "q", "aria-label": words.find, autocomplete: "off", spellcheck: "false" });
      const form = make("form", { role: "search", class: "ask", action: find.href, "data-search": "", "data-root": find.dataset.root, "data-home": find.dataset.home, "data-lang": find.dataset.lang },
        make("p", {}, input, make("button", { type: "button", onclick: () => finder.close() }, words.close)));
      finder = document.body.appendChild(make("dialog", { class: "finder", "aria-label": words.find }, form));
      const script = document.createElement("script");
      const source = `${find.dataset.root}assets/search.js`;
      script.src = self.trustedTypes?.createPolicy("oratory-theme", { createScriptURL: (url) => url }).createScriptURL(source) ?? source;
      document.head.append(make("link", { rel: "stylesheet", href: `${find.dataset.root}assets/search.css` }), script);
    }
    finder.showModal();
    $("input", finder).select();
  }

  // --- keys --------------------------------------------------------------------------------------------------------------------------

  const turns = all(".turn[id]");
  const isInView = (element) => element.getBoundingClientRect().top > 80;

  function goTo(element) {
    if (!element) return;
    element.scrollIntoView({ block: "start" });
    if (element.matches("a")) element.focus();
  }

  function step(list, by) {
    const next = list.findIndex(isInView);
    const here = next === -1 ? list.length : next;
    goTo(by > 0 ? list[here] : list[Math.max(0, here - 2)]);
  }

  // The next mention of the name that has the focus; of any name from where the reader is, if none has it or it was left behind.
  function stepMention(by) {
    const current = document.activeElement?.matches("a.m[data-m]") ? document.activeElement : shown;
    const box = current?.getBoundingClientRect();
    if (!box || box.bottom < 0 || box.top > innerHeight) return step(all(".text a.m[data-m]"), by);
    const same = all(`a.m[data-m="${CSS.escape(current.dataset.m)}"]`);
    goTo(same[(same.indexOf(current) + by + same.length) % same.length]);
  }

  const single = {
    j: () => step(turns, 1), k: () => step(turns, -1), n: () => stepMention(1), p: () => stepMention(-1),
    "[": () => $(".pager a[rel=prev]")?.click(), "]": () => $(".pager a[rel=next]")?.click(),
    y: () => { const number = all(".text a.pn").find(isInView); if (number) copy(address(number.hash.slice(1)), words.copied); },
  };

  let list = null;
  function openKeys() {
    if (!list) {
      const row = (keys, says) => make("div", {}, make("dt", {}, ...keys.flatMap((key, index) => [index ? " " : "", make("kbd", {}, key)])), make("dd", {}, says));
      const box = make("input", { type: "checkbox", onclick: () => stored.set("keys", box.checked ? "on" : "off") });
      box.checked = stored.get("keys") === "on";
      list = document.body.appendChild(make("dialog", { class: "keys", "aria-label": words.keys },
        make("h2", {}, words.keys),
        make("dl", {}, row(["/", "Ctrl K"], words.find), row(["?"], words.help)),
        make("label", {}, box, ` ${words.shortcuts}`),
        make("dl", {}, row(["j", "k"], words.turns), row(["n", "p"], words.mentions), row(["[", "]"], words.speeches), row(["y"], words.copy), $("#recording :is(audio, video)") ? row(["t"], words.play) : ""),
        make("button", { type: "button", onclick: () => list.close() }, words.close)));
    }
    list.showModal();
  }

  document.addEventListener("keydown", (event) => {
    const isK = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey;
    if (find && isK) return event.preventDefault(), openFinder();
    const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || $("dialog[open]")) return;
    if (find && event.key === "/") return event.preventDefault(), openFinder();
    if (event.key === "?") return openKeys();
    if (stored.get("keys") === "on" && Object.hasOwn(single, event.key)) single[event.key]();
  });
})();
