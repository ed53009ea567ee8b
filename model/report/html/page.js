"use strict";
// The page works without this: it folds audit chapters, sorts tables, reads charts out and switches scenario and theme.
(function () {
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const button = (text, label) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    if (label) made.setAttribute("aria-label", label);
    return made;
  };
  document.documentElement.classList.add("alive");

  // Folding: audit chapters are folded on screen and open on paper.
  const chapters = all("details.chapter");
  chapters.filter((each) => "fold" in each.dataset).forEach((each) => (each.open = false));
  const openTarget = () => {
    const found = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (found && found.tagName === "DETAILS") found.open = true;
  };
  addEventListener("hashchange", openTarget);
  openTarget();
  all(".contents a").forEach((link) => link.addEventListener("click", () => {
    const found = document.getElementById(link.getAttribute("href").slice(1));
    if (found) found.open = true;
  }));
  let before = [];
  addEventListener("beforeprint", () => {
    before = all("details").map((each) => [each, each.open]);
    chapters.forEach((each) => (each.open = true));
  });
  addEventListener("afterprint", () => before.forEach(([each, was]) => (each.open = was)));

  // Tools in the top line: scenario, fold and theme.
  const tools = document.querySelector(".tools");
  const cases = all("article.case");
  if (cases.length > 1) {
    const group = document.createElement("span");
    group.className = "switch";
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", "Scenario");
    const show = (chosen) => {
      cases.forEach((each) => each.classList.toggle("away", each !== chosen));
      all("button", group).forEach((each, at) => each.setAttribute("aria-pressed", String(cases[at] === chosen)));
    };
    cases.forEach((each) => {
      const made = button(each.dataset.scenario);
      made.addEventListener("click", () => show(each));
      group.append(made);
    });
    tools.append(group);
    show(cases[0]);
  }
  const folder = button("Open all");
  const folded = () => chapters.some((each) => !each.open);
  const name = () => (folder.textContent = folded() ? "Open all" : "Fold all");
  folder.addEventListener("click", () => {
    const open = folded();
    chapters.forEach((each) => (each.open = open));
    name();
  });
  chapters.forEach((each) => each.addEventListener("toggle", name));
  name();
  const theme = button("Dark", "Switch between light and dark");
  const dark = () => {
    const chosen = document.documentElement.dataset.theme;
    return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  };
  const called = () => (theme.textContent = dark() ? "Light" : "Dark");
  theme.addEventListener("click", () => {
    document.documentElement.dataset.theme = dark() ? "light" : "dark";
    called();
  });
  called();
  tools.append(folder, theme);

  // Sorting: figures by their value, words by the alphabet; a third press restores the order of the report.
  const worth = (cell) => {
    if (!cell) return "";
    return cell.dataset.value === undefined ? cell.textContent.trim() : Number(cell.dataset.value);
  };
  const order = (a, b) => {
    if (typeof a === "number" && typeof b === "number") return a - b;
    if (typeof a === "number") return -1;
    if (typeof b === "number") return 1;
    return a.localeCompare(b);
  };
  all("table[data-sort]").forEach((table) => {
    const body = table.tBodies[0];
    const original = Array.from(body.rows);
    all("thead th", table).forEach((head) => {
      const made = button(head.textContent);
      head.replaceChildren(made);
      made.addEventListener("click", () => {
        const was = head.getAttribute("aria-sort");
        const next = was === "ascending" ? "descending" : was === "descending" ? "" : "ascending";
        all("thead th", table).forEach((each) => each.removeAttribute("aria-sort"));
        const rows = original.slice();
        if (next) {
          head.setAttribute("aria-sort", next);
          const sign = next === "ascending" ? 1 : -1;
          rows.sort((x, y) => sign * order(worth(x.cells[head.cellIndex]), worth(y.cells[head.cellIndex])));
        }
        body.append(...rows);
      });
    });
  });

  // Reading charts out: the part under the pointer, or the next one by arrow key.
  all("figure.picture").forEach((figure) => {
    const said = figure.querySelector(".readout");
    all("svg.chart", figure).forEach((chart) => {
      const parts = all(".hot", chart);
      let at = -1;
      const pick = (next) => {
        parts.forEach((part, place) => part.classList.toggle("on", place === next));
        at = next;
        said.textContent = parts[next] ? parts[next].dataset.say : "";
      };
      parts.forEach((part, place) => part.addEventListener("pointerenter", () => pick(place)));
      chart.addEventListener("pointerleave", () => pick(-1));
      chart.addEventListener("blur", () => pick(-1));
      chart.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
        if (event.key === "Escape") pick(-1);
        else if (event.key === "Home") pick(0);
        else if (event.key === "End") pick(parts.length - 1);
        else if (step) pick(Math.min(Math.max(at + step, 0), parts.length - 1));
        else return;
        event.preventDefault();
      });
    });
  });
})();
