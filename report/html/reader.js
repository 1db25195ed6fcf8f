// The reader's page: contents that follow, wide tables that can be scrolled with the keyboard, data behind its exhibit.
// Everything is readable without this script, and it fetches nothing.
(() => {
  "use strict";
  const script = document.currentScript;
  const wide = window.matchMedia("(min-width: 66rem)");

  function foldContents(nav) {
    const heading = nav.querySelector("h2");
    const list = nav.querySelector("ul");
    if (!heading || !list) return null;
    const details = document.createElement("details");
    const summary = document.createElement("summary");
    const here = document.createElement("span");
    here.className = "here";
    here.setAttribute("aria-hidden", "true");
    summary.append(heading, here);
    details.append(summary, list);
    nav.append(details);
    nav.classList.add("folding");
    const fit = () => { details.open = wide.matches; };
    fit();
    wide.addEventListener("change", fit);
    // On a wide screen the list is always open, so its title is no button.
    summary.addEventListener("click", (event) => { if (wide.matches) event.preventDefault(); });
    list.addEventListener("click", (event) => {
      if (!wide.matches && event.target.closest("a")) details.open = false;
    });
    nav.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !wide.matches && details.open) { details.open = false; summary.focus(); }
    });
    return here;
  }

  function followReader(nav, here) {
    const links = new Map();
    for (const link of nav.querySelectorAll('a[href^="#"]')) {
      const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (target) links.set(target, link);
    }
    if (!links.size) return;
    const targets = [...links.keys()];
    let current = null;
    const mark = () => {
      const line = wide.matches ? 120 : 90;
      let found = null;
      for (const target of targets) {
        if (target.getBoundingClientRect().top <= line) found = target; else break;
      }
      if (found === current) return;
      if (current) links.get(current).removeAttribute("aria-current");
      current = found;
      if (here) here.textContent = current ? links.get(current).textContent : "";
      if (!current) return;
      const link = links.get(current);
      link.setAttribute("aria-current", "location");
      if (wide.matches) {
        const top = link.offsetTop;
        if (top < nav.scrollTop + 40 || top > nav.scrollTop + nav.clientHeight - 80) {
          nav.scrollTop = top - nav.clientHeight / 2;
        }
      }
    };
    // The observer wakes the marking whenever a heading crosses the reading line or the edges of the window.
    const observer = new IntersectionObserver(mark, { rootMargin: "-90px 0px 0px 0px", threshold: [0, 1] });
    targets.forEach((target) => observer.observe(target));
    window.addEventListener("hashchange", mark);
    mark();
  }

  function openScrolling(region) {
    const fit = () => {
      const over = region.scrollWidth > region.clientWidth + 1;
      if (!over) {
        for (const name of ["tabindex", "role", "aria-label"]) region.removeAttribute(name);
        return;
      }
      const figure = region.closest("figure");
      const caption = figure && figure.querySelector("figcaption");
      region.tabIndex = 0;
      region.setAttribute("role", "region");
      region.setAttribute("aria-label", (caption ? caption.textContent.trim() + ". " : "") + (script.dataset.scroll || ""));
    };
    fit();
    new ResizeObserver(fit).observe(region);
  }

  function placeData() {
    for (const part of document.querySelectorAll(".data-index details.data")) {
      const exhibit = document.getElementById(part.dataset.of);
      if (!exhibit) continue;
      let after = exhibit.closest("div[id^='fig-'], div[id^='tbl-']") || exhibit;
      const next = after.nextElementSibling;
      if (next && next.classList.contains("exhibit-note")) after = next;
      after.after(part);
      part.classList.add("placed");
    }
    const index = document.querySelector(".data-index");
    if (index && !index.querySelector("details")) index.remove();
  }

  const nav = document.getElementById("TOC");
  if (nav) followReader(nav, foldContents(nav));
  placeData();
  document
    .querySelectorAll("div[id^='tbl-'] > figure > div, div[id^='fig-'] > figure > div, .data-table")
    .forEach(openScrolling);

  // On paper everything that folds is open, but for the data, which are left out.
  const folded = () => [...document.querySelectorAll("details:not(.data)")].filter((part) => !part.open);
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = folded();
    opened.forEach((part) => { part.open = true; });
  });
  window.addEventListener("afterprint", () => { opened.forEach((part) => { part.open = false; }); });
})();
