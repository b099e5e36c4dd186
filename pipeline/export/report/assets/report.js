// Tables and articles of a sanctex report. Everything from articles is set as text, never as HTML.
"use strict";

const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

function make(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined) continue;
    if (key.includes("-") || key === "role" || key === "for") node.setAttribute(key, value);
    else node[key] = value;
  }
  node.append(...children);
  return node;
}

// --- theme ------------------------------------------------------------------------------------------------------

function setUpTheme() {
  const button = one("#theme");
  const root = document.documentElement;
  const dark = () =>
    root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const show = () => button.setAttribute("aria-pressed", String(dark()));
  button.hidden = false;
  button.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    try {
      localStorage.setItem("sanctex-theme", root.dataset.theme);
    } catch {
      // Not kept: it holds for this page.
    }
    show();
  });
  show();
}

// --- tables -----------------------------------------------------------------------------------------------------

const PAGE = 50;
const MOST = 3; // of a list in one cell
const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

class DataTable {
  constructor(data) {
    this.data = data;
    this.page = 0;
    this.sort = data.sort;
    this.facets = {};
    this.only = {}; // columns without a list to choose from, set by a link
    this.search = one("#search");
    this.body = one("#rows");
    this.status = one("#status");
    this.hay = null;
    this.buildHead();
    this.buildFacets();
    this.bind();
    this.fromAddress();
    (globalThis.requestIdleCallback ?? setTimeout)(() => this.texts());
  }

  text(row, index) {
    const cell = this.data.rows[row][index];
    const kind = this.data.columns[index].kind;
    if (cell === null) return "";
    if (kind === "number") return cell[0];
    if (kind === "list") return cell.join(" · ");
    return kind === "article" ? this.data.titles[cell - 1] : String(cell);
  }

  key(row, index) {
    const cell = this.data.rows[row][index];
    const kind = this.data.columns[index].kind;
    if (cell === null) return null;
    if (kind === "number") return cell[1];
    const text = this.text(row, index);
    return text === "" ? null : text;
  }

  buildHead() {
    const head = one("#head");
    this.data.columns.forEach((column, index) => {
      const button = make("button", { type: "button", className: "sort" }, column.label);
      button.addEventListener("click", () => {
        const [at, down] = this.sort;
        this.sort = at === index ? [index, !down] : [index, column.kind === "number" || column.kind === "date"];
        this.page = 0;
        this.update();
      });
      head.append(make("th", { scope: "col", className: `k-${column.kind}` }, button));
    });
  }

  buildFacets() {
    const form = one("#facets");
    this.data.columns.forEach((column, index) => {
      if (!column.facet) return;
      const counts = new Map();
      for (const row of this.data.rows) {
        for (const value of [row[index] ?? []].flat()) counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      if (counts.size < 2) return;
      const id = `facet-${column.key}`;
      const select = make("select", { id }, make("option", { value: "" }, "any"));
      for (const [value, count] of [...counts].sort((a, b) => b[1] - a[1] || collator.compare(a[0], b[0]))) {
        select.append(make("option", { value }, `${value} (${count.toLocaleString("en")})`));
      }
      select.addEventListener("change", () => {
        this.page = 0;
        this.update();
      });
      this.facets[column.key] = { index, select };
      form.append(make("div", { className: "field" }, make("label", { for: id }, column.label), select));
    });
  }

  bind() {
    this.search.addEventListener("input", () => {
      this.page = 0;
      this.update();
    });
    one("#clear").addEventListener("click", () => {
      this.search.value = "";
      for (const { select } of Object.values(this.facets)) select.value = "";
      this.only = {};
      this.page = 0;
      this.update();
      this.search.focus();
    });
    one("#back").addEventListener("click", () => this.turn(-1));
    one("#next").addEventListener("click", () => this.turn(1));
    addEventListener("hashchange", () => this.fromAddress());
    addEventListener("keydown", (event) => {
      if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) {
        event.preventDefault();
        this.search.focus();
      }
    });
  }

  turn(step) {
    this.page += step;
    this.update();
    one("#table").scrollIntoView({ block: "start" });
  }

  fromAddress() {
    const wanted = new URLSearchParams(location.hash.slice(1));
    if (location.hash !== "" && !location.hash.includes("=")) return; // a skip link
    this.search.value = wanted.get("q") ?? "";
    for (const [key, { select }] of Object.entries(this.facets)) {
      select.value = wanted.get(key) ?? "";
      if (select.selectedIndex < 0) select.value = "";
    }
    this.only = {};
    for (const { key } of this.data.columns) {
      if (wanted.has(key) && !this.facets[key]) this.only[key] = wanted.get(key);
    }
    const sort = wanted.get("sort");
    if (sort) {
      const index = this.data.columns.findIndex((column) => column.key === sort.replace(/^-/, ""));
      if (index >= 0) this.sort = [index, sort.startsWith("-")];
    }
    this.page = Math.max(0, Number(wanted.get("page") ?? 1) - 1 || 0);
    this.update();
  }

  toAddress() {
    const state = new URLSearchParams();
    if (this.search.value) state.set("q", this.search.value);
    for (const [key, { select }] of Object.entries(this.facets)) if (select.value) state.set(key, select.value);
    for (const [key, value] of Object.entries(this.only)) state.set(key, value);
    const [index, down] = this.sort;
    if (index !== this.data.sort[0] || down !== this.data.sort[1]) {
      state.set("sort", (down ? "-" : "") + this.data.columns[index].key);
    }
    if (this.page) state.set("page", this.page + 1);
    const hash = state.toString();
    history.replaceState(null, "", hash ? `#${hash}` : "#all=");
  }

  texts() {
    // Made once, as soon as the page is idle or someone searches: one lower-case line for each row.
    this.hay ??= this.data.rows.map((_, row) =>
      this.data.columns
        .map((_, index) => this.text(row, index))
        .concat(this.data.more?.[row] ?? "")
        .join("\n")
        .toLowerCase(),
    );
    return this.hay;
  }

  matching() {
    const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = Object.values(this.facets)
      .filter(({ select }) => select.value)
      .map(({ index, select }) => [index, select.value]);
    for (const [key, value] of Object.entries(this.only)) {
      chosen.push([this.data.columns.findIndex((column) => column.key === key), value]);
    }
    const hay = words.length ? this.texts() : null;
    const { rows } = this.data;
    const fits = ([index, value], row) => {
      const cell = rows[row][index];
      return Array.isArray(cell) ? cell.includes(value) : cell === value;
    };
    return this.ordered().filter(
      (row) => words.every((word) => hay[row].includes(word)) && chosen.every((choice) => fits(choice, row)),
    );
  }

  ordered() {
    // The order of all rows is kept for the column, so that typing only filters.
    const [index, down] = this.sort;
    const name = `${index} ${down}`;
    if (this.order?.name !== name) {
      const keys = this.data.rows.map((_, row) => this.key(row, index));
      const rows = keys.map((_, row) => row);
      const sign = down ? -1 : 1;
      const compare = this.data.columns[index].kind === "number" ? (a, b) => a - b : collator.compare;
      rows.sort((a, b) => {
        if (keys[a] === null || keys[b] === null) return (keys[a] === null) - (keys[b] === null) || a - b;
        return sign * compare(keys[a], keys[b]) || a - b;
      });
      this.order = { name, rows };
    }
    return this.order.rows;
  }

  update() {
    const found = this.matching();
    const pages = Math.max(1, Math.ceil(found.length / PAGE));
    this.page = Math.min(this.page, pages - 1);
    const start = this.page * PAGE;
    const shown = found.slice(start, start + PAGE);
    this.body.replaceChildren(...shown.map((row) => this.row(row)));
    const total = this.data.rows.length.toLocaleString("en");
    const count = found.length.toLocaleString("en");
    const range = found.length > PAGE ? `, showing ${(start + 1).toLocaleString("en")} to ${(start + shown.length).toLocaleString("en")}` : "";
    this.status.textContent =
      found.length === this.data.rows.length ? `${total} rows${range}` : `${count} of ${total} rows${range}`;
    one("#nothing").hidden = found.length > 0;
    one("#pager").hidden = pages < 2;
    one("#page").textContent = `Page ${this.page + 1} of ${pages}`;
    one("#back").disabled = this.page === 0;
    one("#next").disabled = this.page >= pages - 1;
    all("#head th").forEach((th, index) => {
      const [at, down] = this.sort;
      if (at === index) th.setAttribute("aria-sort", down ? "descending" : "ascending");
      else th.removeAttribute("aria-sort");
    });
    this.showOnly();
    this.toAddress();
  }

  showOnly() {
    const chips = Object.entries(this.only).map(([key, value]) => {
      const { label } = this.data.columns.find((column) => column.key === key);
      const words = `${label}: ${value} ×`;
      const button = make("button", { type: "button", className: "chip", "aria-label": `Remove ${label}: ${value}` }, words);
      button.addEventListener("click", () => {
        delete this.only[key];
        this.page = 0;
        this.update();
        this.search.focus();
      });
      return button;
    });
    one("#only").replaceChildren(...chips);
  }

  row(row) {
    const tr = make("tr");
    this.data.columns.forEach((column, index) => {
      const cell = this.data.rows[row][index];
      const td = make("td", { className: `k-${column.kind}`, "data-label": column.label });
      if (cell === null || (Array.isArray(cell) && cell.length === 0)) td.classList.add("none");
      else td.append(this.cell(row, index, column, cell));
      tr.append(td);
    });
    return tr;
  }

  cell(row, index, column, cell) {
    const text = this.text(row, index);
    if (column.kind === "article") {
      const fact = this.data.at?.[row] ?? "";
      return make("a", { href: `a/${String(cell).padStart(5, "0")}.html${fact ? `#${fact}` : ""}` }, text);
    }
    if (column.kind === "find") {
      return make("a", { href: `articles.html#${new URLSearchParams({ q: text })}` }, text);
    }
    if (column.kind === "tag") return make("span", { className: `tag tag-${text.replace(/\W/g, "")}` }, text.replaceAll("_", " "));
    if (column.kind === "list") {
      if (cell.length === 1) return document.createTextNode(cell[0].replaceAll("_", " "));
      const shown = cell.length > MOST + 1 ? cell.slice(0, MOST) : cell;
      const items = shown.map((value) => make("li", {}, value.replaceAll("_", " ")));
      if (shown !== cell) {
        const rest = cell.slice(MOST).join(" · ").replaceAll("_", " ");
        items.push(make("li", { className: "rest", title: rest }, `and ${cell.length - MOST} more`));
      }
      return make("ul", { className: "plain" }, ...items);
    }
    return document.createTextNode(column.words ? text.replaceAll("_", " ") : text);
  }
}

// --- articles ---------------------------------------------------------------------------------------------------

function setUpArticle() {
  const pieces = all("#text [data-f]");
  const facts = new Map(all(".fact").map((button) => [button.dataset.fact, button]));
  const bar = one("#chosen");
  let chosen = null;
  let quotes = [];
  let at = 0;

  const words = (fact) => pieces.filter((piece) => piece.dataset.f.split(" ").includes(fact));
  const quick = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");

  function choose(fact, { move = true } = {}) {
    for (const piece of all("#text .on")) piece.classList.remove("on", "strong");
    if (chosen) facts.get(chosen).setAttribute("aria-pressed", "false");
    chosen = facts.has(fact) ? fact : null;
    document.body.classList.toggle("choosing", chosen !== null);
    bar.hidden = chosen === null;
    if (chosen === null) return;
    facts.get(chosen).setAttribute("aria-pressed", "true");
    const found = words(chosen);
    for (const piece of found) {
      piece.classList.add("on");
      piece.classList.toggle("strong", piece.dataset.first === chosen);
    }
    quotes = found.filter((piece, index) => index === 0 || found[index - 1].nextElementSibling !== piece);
    at = 0;
    one("#chosen-line").textContent = one(".line", facts.get(chosen)).textContent;
    one("#next-quote").hidden = quotes.length < 2;
    if (move) go();
  }

  function go() {
    if (!quotes.length) return;
    quotes[at].setAttribute("tabindex", "-1");
    quotes[at].focus({ preventScroll: true });
    quotes[at].scrollIntoView({ block: "center", behavior: quick() });
  }

  function back() {
    const button = facts.get(chosen);
    button.focus({ preventScroll: true });
    button.scrollIntoView({ block: "center", behavior: quick() });
  }

  for (const [fact, button] of facts) {
    button.addEventListener("click", () => choose(chosen === fact ? null : fact));
  }
  one("#text").addEventListener("click", (event) => {
    const piece = event.target.closest("[data-first]");
    if (!piece || String(getSelection())) return;
    choose(piece.dataset.first, { move: false });
    facts.get(chosen)?.scrollIntoView({ block: "nearest", behavior: quick() });
  });
  one("#back-to-fact").addEventListener("click", back);
  one("#next-quote").addEventListener("click", () => {
    at = (at + 1) % quotes.length;
    go();
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || chosen === null) return;
    if (one("#text").contains(document.activeElement)) back();
    else choose(null);
  });
  const fromAddress = () => {
    const fact = location.hash.slice(1);
    if (facts.has(fact)) choose(fact);
  };
  addEventListener("hashchange", fromAddress);
  fromAddress();

  for (const box of all("#legend input")) {
    box.addEventListener("change", () => one("#text").classList.toggle(`hide-${box.value}`, !box.checked));
  }
}

// --- overview ---------------------------------------------------------------------------------------------------

function setUpDots() {
  // By mouse only: the table of money has the same sums with links.
  for (const dot of all("circle[data-href]")) dot.addEventListener("click", () => (location.href = dot.dataset.href));
}

setUpTheme();
setUpDots();
if (one("#table")) new DataTable(globalThis.sanctexTable);
if (one("#text")) setUpArticle();
