// The page's part that answers back: controls, the answer as it follows, and the change given back. Without it the page is whole.
(function () {
  const room = document.getElementById("live");
  if (!room) return;
  const data = JSON.parse(room.dataset.model), body = room.querySelector(".live-room");
  room.removeAttribute("data-model");
  let model;
  try {
    model = new Live.Model(data);
  } catch (error) {
    room.hidden = false;
    body.textContent = `This browser works the futures out differently (${error.message}): the figures below stand, and nothing here can be moved.`;
    return;
  }

  // ---- words and figures, as the product writes them
  const minus = "\u2212";
  const grouped = (text) => {
    const [whole, rest] = text.split(".");
    return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (rest ? `.${rest}` : "");
  };
  const plain = (x, digits) => {
    if (x === 0) return "0";
    const size = Math.abs(x), places = Math.max(0, digits - 1 - Math.floor(Math.log10(size) + 1e-12));
    const step = 10 ** Math.max(0, Math.floor(Math.log10(size) + 1e-12) - digits + 1);
    const text = (Math.round(size / step + 1e-9) * step).toFixed(0);
    return grouped(places ? (Math.round(size * 10 ** places + 1e-9) / 10 ** places).toFixed(places).replace(/\.?0+$/, "") : text);
  };
  function magnitude(usd) {
    let size = Math.abs(usd);
    if (size >= 9950) size = size >= 999500 ? Number(size.toPrecision(3)) : Math.round(size / 1000) * 1000;
    else if (size >= 999.5) size = Number(size.toPrecision(2));
    for (const [step, letter] of [[1e9, "B"], [1e6, "M"], [1e3, "k"]]) if (size >= step) return plain(size / step, 3) + letter;
    if (size >= 9.995) return grouped(Math.round(size).toFixed(0));
    return size >= 0.0995 ? size.toFixed(2) : size >= 1e-6 ? plain(size, 2) : "0";
  }
  const money = (usd) => (usd < 0 && magnitude(usd) !== "0" ? minus : "") + "$" + magnitude(usd);
  const signed = (usd) => (usd > 0 && magnitude(usd) !== "0" ? "+" : "") + money(usd);
  const percent = (x) => {
    const p = Math.abs(x) * 100;
    return p > 0 && p < 0.05 ? "under 0.1 %" : `${p >= 9.95 ? Math.round(p) : Math.round(p * 10) / 10} %`;
  };
  const inHundred = (p) => (p * 100 > 99 ? "99+" : p > 0 && Math.floor(p * 100 + 1e-9) === 0 ? "under 1" : String(Math.floor(p * 100 + 1e-9)));
  const amount = (c, x) => {
    if (c.share) return `${(x < 0 ? minus : "") + plain(100 * x, 3)} %`;
    const number = (x < 0 ? minus : "") + (c.money ? "$" : "") + plain(x, 3);
    return c.money ? number + c.unit.slice(1) : c.unit === "\u00d7" ? number + c.unit : `${number} ${c.unit}`.trim();
  };
  const months = (n) => `${n} month${n === 1 ? "" : "s"}`;
  const make = (name, attributes, ...children) => {
    const made = document.createElement(name);
    for (const key in attributes) {
      if (key === "text") made.textContent = attributes[key];
      else if (attributes[key] !== null) made.setAttribute(key, attributes[key]);
    }
    made.append(...children.filter(Boolean));
    return made;
  };
  const draw = (name, attributes) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const key in attributes) made.setAttribute(key, attributes[key]);
    return made;
  };
  const titles = {}, shorts = {};
  data.options.forEach((o) => {
    titles[o.id] = o.title;
    shorts[o.id] = o.short;
  });

  // ---- what has been changed: ticked scenarios, then what is typed
  const controls = new Map(data.controls.map((c) => [c.key, c]));
  const specs = {};
  data.scenarios.forEach((s) => (s.changes || []).forEach((each) => (specs[each.key] = each.spec || {})));
  data.controls.forEach((c) => (specs[c.key] = c.spec));
  const typed = new Map(), ticked = new Set();
  let applied = new Map();
  const wanted = () => {
    const found = new Map();
    data.scenarios.forEach((s) => ticked.has(s.id) && (s.changes || []).forEach((each) => found.set(each.key, each)));
    typed.forEach((each, key) => found.set(key, each));
    // What the profile says already is no change, unless a scenario says otherwise.
    found.forEach((each, key) => controls.has(key) && String(controls.get(key).ends) === String(each.ends) && found.delete(key));
    return found;
  };
  function apply() {
    const next = wanted();
    applied.forEach((each, key) => next.has(key) || model.restore(key));
    next.forEach((each, key) => {
      if (applied.get(key) === each) return;
      if (each.shape) model.take(key, each.shape, each.middle);
      else model.type(key, each.ends, specs[key]);
    });
    applied = next;
  }
  const horizon = () => model.middle.number(model.middle.inputs.get(data.horizon));

  // Reads a number or a range; a sentence where it is none, or none that this input may have.
  function read(c, text) {
    const numbers = text.trim().replace(/\u2212/g, "-").split(/\s+to\s+|\s*\/\s*|\s+\u2013\s+/);
    const ends = numbers.map((part) => {
      const m = /^\$?\s*(-?[\d,_]*\.?\d+(?:e-?\d+)?)\s*(k|M|%)?$/.exec(part.trim());
      return m ? Number(m[1].replace(/[,_]/g, "")) * ({ k: 1e3, M: 1e6, "%": 0.01 }[m[2]] || 1) : NaN;
    });
    if (ends.some(Number.isNaN) || ends.length > 3) return "a number, or a range such as 5 to 20";
    if (ends.length > 1 && !c.spec.ranges) return "one number; this cannot be a range";
    for (let i = 1; i < ends.length; i++) if (ends[i] < ends[i - 1]) return "the lower end first";
    if (c.spec.low !== null && ends[0] < c.spec.low) return `at least ${amount(c, c.spec.low)}`;
    const most = Math.min(c.spec.high === null ? Infinity : c.spec.high, c.spec.most === null ? Infinity : c.spec.most);
    if (ends[ends.length - 1] > most) return `at most ${amount(c, most)}`;
    if (c.spec.whole && ends.some((x) => x % 1)) return "whole numbers";
    return ends;
  }

  // ---- controls
  const inLogs = (c) => c.low > 0 && c.high / c.low > 4;
  const steps = 400;
  const toSlider = (c, x) => {
    const part = inLogs(c) ? Math.log(Math.max(x, c.low) / c.low) / Math.log(c.high / c.low) : (x - c.low) / (c.high - c.low || 1);
    return Math.round(steps * Math.min(Math.max(part, 0), 1));
  };
  const fromSlider = (c, at) => {
    const part = at / steps, x = inLogs(c) ? c.low * (c.high / c.low) ** part : c.low + (c.high - c.low) * part;
    if (c.spec.whole) return Math.round(x);
    const step = 10 ** (Math.floor(Math.log10(Math.max(Math.abs(x), (c.high - c.low) / 100))) - 2);
    return Number((Math.round(x / step) * step).toPrecision(12));
  };
  const rows = new Map();
  function control(c) {
    const id = `live-${rows.size}`, share = (x) => `${(100 * toSlider(c, x)) / steps}%`;
    const name = make("label", { for: id, text: c.title });
    const note = make("span", { class: "live-was", id: `${id}-note` });
    const box = make("input", { id, type: "text", value: c.text, autocomplete: "off", spellcheck: "false", "aria-describedby": `${id}-note` });
    const unit = make("span", { class: "live-unit", text: c.share ? "share" : c.unit, "aria-hidden": "true" });
    const slider = make("input", {
      type: "range", min: 0, max: steps, step: 1, value: toSlider(c, c.now), "aria-label": `${c.title}, slider`, "aria-valuetext": amount(c, c.now),
    });
    const band = make("span", { class: "live-band", "aria-hidden": "true" });
    const row = make("div", { class: "live-row" }, name, make("span", { class: "live-box" }, box, unit), make("span", { class: "live-slide" }, band, slider), note);
    if (c.band) {
      band.style.setProperty("--from", share(c.band[0]));
      band.style.setProperty("--to", share(c.band[1]));
      band.classList.add("range");
    }
    band.style.setProperty("--now", share(c.now));
    const take = (ends, text) => {
      box.removeAttribute("aria-invalid");
      typed.set(c.key, { key: c.key, ends, text });
      changed();
    };
    slider.addEventListener("input", () => {
      const x = fromSlider(c, Number(slider.value));
      box.value = String(x);
      take([x], String(x));
    });
    let waiting = 0;
    const enter = () => {
      clearTimeout(waiting);
      const text = box.value.trim();
      if (text === "" || text === c.text) {
        if (typed.delete(c.key)) changed();
        return;
      }
      const found = read(c, text);
      if (typeof found === "string") {
        box.setAttribute("aria-invalid", "true");
        note.textContent = found;
        return;
      }
      take(found, found.length > 1 ? found.join(found.length === 3 ? " / " : " to ") : String(found[0]));
    };
    box.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(enter, 300);
    });
    box.addEventListener("change", enter);
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      typed.delete(c.key);
      box.removeAttribute("aria-invalid");
      changed();
    });
    rows.set(c.key, { box, slider, note, row, c });
    return row;
  }
  // Every control says what holds now, whoever changed it.
  function shown() {
    rows.forEach(({ box, slider, note, row, c }, key) => {
      const each = applied.get(key), now = each ? each.ends : null;
      const at = each && each.middle !== undefined ? each.middle : now ? (now.length === 3 ? now[1] : (now[0] + now[now.length - 1]) / 2) : c.now;
      row.classList.toggle("moved", Boolean(each));
      if (document.activeElement !== slider) slider.value = String(toSlider(c, at));
      slider.setAttribute("aria-valuetext", amount(c, at));
      if (box.getAttribute("aria-invalid") === "true") return;
      if (document.activeElement !== box || !each) box.value = each ? each.text : c.text;
      note.textContent = each ? `profile: ${c.text}` : c.basis === "default" ? "" : c.basis;
    });
    ticks.forEach((box, id) => (box.checked = ticked.has(id)));
  }

  const ticks = new Map();
  const inputs = make("form", { class: "live-inputs", "aria-label": "Assumptions" });
  inputs.addEventListener("submit", (event) => event.preventDefault());
  const first = data.controls.filter((c) => c.first), rest = data.controls.filter((c) => !c.first);
  rest.slice(0, 8).forEach((c) => inputs.append(control(c)));
  first.forEach((c) => inputs.append(control(c)));
  if (data.scenarios.length) {
    const set = make("fieldset", {}, make("legend", { text: "Scenarios" }));
    data.scenarios.forEach((s, at) => {
      const id = `live-tick-${at}`, box = make("input", { type: "checkbox", id });
      if (!s.changes) box.disabled = true;
      const why = s.changes ? "" : ` (not here: ${s.why}; compare with --scenario ${s.id})`;
      box.addEventListener("change", () => {
        if (box.checked) ticked.add(s.id);
        else ticked.delete(s.id);
        changed();
      });
      ticks.set(s.id, box);
      set.append(make("span", { class: "live-tick" }, box, make("label", { for: id, text: s.title + why })));
    });
    inputs.append(set);
  }
  if (rest.length > 8) {
    const more = make("details", { class: "live-more" }, make("summary", { text: `${rest.length - 8} more inputs that decide` }));
    rest.slice(8).forEach((c) => more.append(control(c)));
    inputs.append(more);
  }

  // ---- the answer
  const off = make("p", { class: "live-off" }), verdict = make("h3", { class: "live-verdict" }), saving = make("p", { class: "live-saving" });
  const strength = make("p", { class: "live-strength" }), dot = make("div", { class: "live-dot" }), years = make("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": "Table: cost by year" });
  const reset = make("button", { type: "button", text: "Back to the profile" });
  reset.addEventListener("click", () => {
    typed.clear();
    ticked.clear();
    rows.forEach(({ box }) => box.removeAttribute("aria-invalid"));
    changed();
  });
  const part = (title) => {
    const list = make("ul", {}), waits = make("span", { class: "live-waits", text: "" });
    return { list, waits, all: make("section", { class: "live-part" }, make("h4", { text: title }, waits), list) };
  };
  const decides = part("What decides"), flips = part("What flips it"), even = part("Break-even");
  const says = make("div", { class: "live-says", "aria-live": "polite" }, verdict, strength, saving);
  const back = make("div", { class: "live-back" });
  const answer = make("div", { class: "live-answer" }, make("div", { class: "live-head" }, off, reset), says, dot, years, make("div", { class: "live-parts" }, decides.all, flips.all, even.all));
  body.replaceChildren(make("div", { class: "live-grid" }, answer, inputs), back);
  room.hidden = false;

  const pairOf = (found) => {
    if (data.pair) return data.pair;
    const order = data.options.map((o) => o.id), rank = (id) => (data.today.includes(id) ? -1 : order.indexOf(id));
    return [found.option, found.runner].sort((x, y) => rank(x) - rank(y));
  };
  function sentence(found) {
    if (!found.option) return "No option can be chosen: every one misses a must-have or a price.";
    if (!found.runner) return "No other option is compared.";
    const over = `over ${months(horizon())}`, part = found.share === null ? "" : ` (${percent(found.share)})`;
    const rival = titles[found.runner], near = found.strength === "close";
    const costs = near ? `${titles[found.option]} is ${money(found.saving)}${part} cheaper than ${rival} ${over}` : `${rival} costs ${money(Math.abs(found.saving))} ${found.saving < 0 ? "less" : "more"}${part} ${over}`;
    if (found.low === found.high) return `${costs}.`;
    const sense = found.low < 0 ? `${money(found.low)} to ${money(found.high)}` : `${money(found.low)} to ${money(found.high)} more`;
    return `${costs} on average; 8 in 10 futures: ${sense}${found.strength === "only" ? "" : `; cheaper in ${inHundred(found.chance)} of 100 futures`}.`;
  }
  function headline(found) {
    if (!applied.size) return data.headline;
    if (!found.option) return "No option can be chosen";
    if (found.strength === "only") return `${titles[found.option]} is the only one left`;
    return found.strength === "close" ? `Too close to call: ${titles[found.option]} is ahead` : `${titles[found.option]} is cheaper`;
  }
  function dots(found) {
    if (!found.runner) return dot.replaceChildren();
    const low = Math.min(0, found.p1), high = Math.max(0, found.p99), span = high - low || 1, w = 560, x = (usd) => (20 + ((usd - low) / span) * (w - 40)).toFixed(1);
    const svg = draw("svg", { viewBox: `0 0 ${w} 54`, role: "img", "aria-label": `What ${titles[found.runner]} costs more: ${money(found.saving)} on average, ${money(found.low)} to ${money(found.high)} in 8 of 10 futures` });
    svg.append(draw("line", { x1: x(found.p1), x2: x(found.p99), y1: 20, y2: 20, class: "thin" }), draw("line", { x1: x(found.low), x2: x(found.high), y1: 20, y2: 20, class: "wide" }));
    svg.append(draw("line", { x1: x(0), x2: x(0), y1: 6, y2: 34, class: "zero" }), draw("circle", { cx: x(found.saving), cy: 20, r: 7, class: "mean" }));
    const say = (usd, text, anchor) => {
      const t = draw("text", { x: x(usd), y: 50, "text-anchor": anchor });
      t.textContent = text;
      svg.append(t);
    };
    if (x(found.low) - 0 > 60) say(0, "$0", Number(x(0)) > w / 2 ? "end" : "start");
    if (found.low !== found.high) say(found.low, money(found.low), "middle"), say(found.high, money(found.high), "middle");
    dot.replaceChildren(svg);
  }
  function bill(found) {
    const shown = [found.option, found.runner].filter(Boolean);
    if (!shown.length) return years.replaceChildren();
    const n = Math.ceil(horizon() / 12), head = make("tr", {}, make("td", {}), make("th", { scope: "col", class: "right", text: "Build" }));
    for (let y = 1; y <= n; y++) head.append(make("th", { scope: "col", class: "right", text: `Year ${y}` }));
    head.append(make("th", { scope: "col", class: "right", text: "Total" }));
    const table = make("table", { class: "plain live-years" }, make("caption", { text: "Cost by year, means over the futures" }), make("thead", {}, head));
    shown.forEach((id) => {
      const pockets = model.years(found.plans[id], horizon()), sum = pockets[0].map((_, y) => pockets.reduce((t, row) => t + row[y], 0));
      const rowOf = (text, usd, kind) => {
        const row = make("tr", { class: kind }, make("th", { scope: "row", text }));
        [...usd, usd.reduce((t, x) => t + x, 0)].forEach((x) => row.append(make("td", { class: "right", text: money(x) })));
        return row;
      };
      const block = make("tbody", {}, rowOf(titles[id], sum, "total"));
      pockets.forEach((usd, at) => (at < 2 || usd.some((x) => x)) && block.append(rowOf(data.pocketTitles[at], usd, "pocket")));
      table.append(block);
    });
    years.replaceChildren(table);
  }

  // ---- what takes longer: told to be stale until it is there, given up when something moves
  let turn = 0;
  function* swings(found) {
    const [a, b] = pairOf(found), plans = found.plans;
    const gap = () => model.middle.number(plans[b].worth) - model.middle.number(plans[a].worth);
    const base = gap(), rows = [];
    for (const s of data.swings) {
      const now = model.middle.number(model.middle.inputs.get(s.key)), shape = model.shapeNow(s.key);
      if (!s.event && shape.kind === "point") continue;
      const ends = s.event ? [now >= 0.9 ? 1 : 0, now > 0.1 ? 1 : 0] : [0.1, 0.9].map(Live.drawer(shape, model.score));
      const usd = ends.map((x) => (model.middle.set(s.key, Float64Array.of(x)), gap()));
      model.middle.set(s.key, Float64Array.of(now));
      rows.push({ ...s, ends, usd, span: Math.abs(usd[1] - usd[0]) });
      yield;
    }
    rows.sort((x, y) => y.span - x.span);
    room.dataset.swings = JSON.stringify(rows.map((r) => [r.key, ...r.usd]));
    const found_ = rows.filter((r) => r.span >= Math.max(1, 0.005 * rows[0].span)).slice(0, 6);
    decides.list.replaceChildren(...found_.map((r) => {
      const c = controls.get(r.key), at = (x) => (r.event ? (x ? "yes" : "no") : c ? amount(c, x) : plain(x, 3));
      const ends = r.ends.map(at), unit = c && c.unit && ends[0].endsWith(` ${c.unit}`) ? ends[0].slice(0, -c.unit.length - 1) : ends[0];
      return make("li", {}, make("b", { text: r.title }), ` ${unit} to ${ends[1]}: ${signed(r.usd[0])} to ${signed(r.usd[1])}`);
    }));
    if (!found_.length) decides.list.replaceChildren(make("li", { text: "Nothing is uncertain." }));
    else decides.list.append(make("li", { class: "note", text: `${shorts[b]} above ${shorts[a]}, ${signed(base)} in the middle case` }));
  }
  function reached(row, from) {
    const inside = row.c.band && row.x >= row.c.band[0] && row.x <= row.c.band[1];
    return [inside ? 0 : 1, inLogs(row.c) && from > 0 && row.x > 0 ? Math.abs(Math.log(row.x / from)) : Math.abs(row.x - from) / Math.max(Math.abs(from), 1e-9)];
  }
  function* turns(found) {
    const [a, b] = pairOf(found), now = Live.mean(found.worthOf(b)) - Live.mean(found.worthOf(a)), rows = [];
    const at = (c, x) => {
      model.hold(c.key, x);
      try {
        return model.gap(b, a);
      } catch (error) {
        return now;
      } finally {
        model.release(c.key);
      }
    };
    for (const c of data.controls) {
      if (c.first || c.key.startsWith("events.")) continue;
      const best = [];
      const from = applied.has(c.key) && applied.get(c.key).ends.length === 1 ? applied.get(c.key).ends[0] : c.mean;
      for (const end of [c.low, c.high]) {
        if ((end - from) * (end === c.low ? -1 : 1) <= 0) continue;
        let near = from, far = null;
        for (const part of [0.5, 1]) {
          const x = inLogs(c) && from > 0 ? from * (end / from) ** part : from + (end - from) * part;
          if (at(c, x) * now < 0) {
            far = x;
            break;
          }
          near = x;
          yield;
        }
        if (far === null) continue;
        for (let i = 0; i < 40 && Math.abs(far - near) > 1e-7 * Math.abs(far); i++) {
          const x = (near + far) / 2;
          if (at(c, x) * now < 0) far = x;
          else near = x;
          yield;
        }
        best.push({ c, x: c.spec.whole ? (end === c.low ? Math.floor(far) : Math.ceil(far)) : far, below: end === c.low, far: Math.abs(far - from) });
      }
      best.sort((x, y) => x.far - y.far);
      if (best.length) rows.push({ ...best[0], rank: reached(best[0], from) });
      yield;
    }
    // What lies inside the range of its input first, then by how many times today's value.
    rows.sort((x, y) => x.rank[0] - y.rank[0] || x.rank[1] - y.rank[1]);
    rows.splice(6);
    room.dataset.flips = JSON.stringify(rows.map((r) => [r.c.key, r.x, r.below ? "below" : "above"]));
    flips.list.replaceChildren(...rows.map((r) => make("li", {}, make("b", { text: r.c.title }), ` ${r.below ? "below" : "above"} ${amount(r.c, r.x)}`)));
    const wins = now > 0 ? b : a;
    flips.list.append(make("li", { class: "note", text: rows.length ? `Past each of these ${titles[wins]} is cheaper than ${titles[wins === a ? b : a]}.` : "No single input as far as its slider goes, three times today's value or range." }));
  }
  function* volumes(found) {
    const [a, b] = pairOf(found), gap = (k) => {
      model.draws.set("sessions_factor", Float64Array.of(k));
      const usd = Live.mean(model.draws.at(found.plans[b].worth)) - Live.mean(model.draws.at(found.plans[a].worth));
      model.draws.set("sessions_factor", Float64Array.of(1));
      return usd;
    };
    const grid = [];
    for (let i = 0; i <= 36; i++) grid.push(0.01 * 10 ** (i / 9));
    const usd = [];
    for (const k of grid) {
      usd.push(gap(k));
      yield;
    }
    const found_ = [];
    for (let i = 1; i < grid.length; i++) {
      if (usd[i - 1] * usd[i] >= 0) continue;
      let near = grid[i - 1], far = grid[i];
      for (let n = 0; n < 40 && far - near > 1e-9 * far; n++) {
        const k = (near + far) / 2;
        if (gap(k) * usd[i - 1] > 0) near = k;
        else far = k;
        yield;
      }
      found_.push([far, usd[i] < 0 ? b : a]);
    }
    room.dataset.even = JSON.stringify(found_.map((x) => x[0]));
    even.list.replaceChildren(...found_.map(([k, wins]) => make("li", { text: `${plain(k, 2)} times the runs; above it ${titles[wins]} is cheaper` })));
    if (!found_.length) even.list.replaceChildren(make("li", { text: "At no volume from a hundredth to a hundred times the runs." }));
  }
  function* byYear(found) {
    bill(found);
  }
  const parts = [[{ all: years, waits: make("span", {}) }, byYear], [decides, swings], [flips, turns], [even, volumes]];
  function later(found) {
    const mine = ++turn;
    parts.forEach(([each]) => {
      each.all.classList.add("stale");
      each.waits.textContent = " working\u2026";
    });
    if (!found.option || !found.runner) {
      bill(found);
      parts.forEach(([each]) => {
        if (each.list) each.list.replaceChildren();
        each.waits.textContent = "";
        each.all.classList.remove("stale");
      });
      return;
    }
    const left = parts.map(([each, work]) => [each, work(found)]);
    const go = () => {
      if (mine !== turn) return;
      const until = performance.now() + 10;
      while (left.length && performance.now() < until) {
        if (!left[0][1].next().done) continue;
        left[0][0].all.classList.remove("stale");
        left[0][0].waits.textContent = "";
        left.shift();
      }
      if (left.length) setTimeout(go, 0);
      else room.dataset.done = String(mine);
    };
    setTimeout(go, 0);
  }

  // ---- giving the change back
  const quoted = (text) => `'${text.replace(/'/g, "'\\''")}'`;
  function given() {
    const one = data.scenario || (ticked.size === 1 && [...ticked][0]), own = data.scenario ? null : one, sets = [];
    applied.forEach((each, key) => (own && !typed.has(key) ? 0 : sets.push([key, each.text])));
    return { one, sets };
  }
  const copied = (label, text) => {
    const id = `live-back-${label.replace(/\W/g, "")}`, area = make("textarea", { id, readonly: "", rows: Math.min(8, text.split("\n").reduce((n, line) => n + Math.ceil(line.length / (innerWidth < 700 ? 38 : 90) + 0.01), 0)), spellcheck: "false" });
    area.value = text;
    const copy = make("button", { type: "button", text: "Copy", "aria-label": `Copy: ${label}` });
    copy.addEventListener("click", () => {
      area.select();
      if (navigator.clipboard) navigator.clipboard.writeText(text).catch(() => {});
      copy.textContent = "Copied";
    });
    return make("div", { class: "live-copy" }, make("label", { for: id, text: label }), area, copy);
  };
  function fragment() {
    const said = [...[...ticked].map((id) => ["scenario", id]), ...[...typed].map(([key, each]) => [key, each.text])];
    return said.map(([key, text]) => `${encodeURIComponent(key)}=${encodeURIComponent(text)}`).join("&");
  }
  function hand() {
    if (!applied.size && !ticked.size) return back.replaceChildren();
    const { one, sets } = given(), link = `${location.href.split("#")[0]}#live?${fragment()}`;
    const command = ["switchpoint compare", /^[\w.-]+$/.test(data.profile) ? data.profile : quoted(data.profile), ...(one ? [`--scenario ${quoted(one)}`] : []), ...sets.map(([key, text]) => `--set ${quoted(`${key}=${text}`)}`), `--as-of ${data.asOf}`, `--draws ${data.draws}`, ...(data.seed === 1 ? [] : [`--seed ${data.seed}`])].join(" ");
    const toml = [...applied].map(([key, each]) => `${key} = ${each.ends.length === 1 && /^-?[\d.]+$/.test(each.text) ? each.text : JSON.stringify(each.text)}`).join("\n");
    back.replaceChildren(make("h3", { text: "Take the change along" }), copied("Command", command), copied("For the profile (TOML)", toml), copied("Link to this state", link));
    history.replaceState(null, "", `#live?${fragment()}`);
  }

  // ---- one turn: everything that follows at once
  let asked = false;
  function changed() {
    turn += 1;
    if (asked) return;
    asked = true;
    const once = () => asked && follow();
    requestAnimationFrame(once);
    setTimeout(once, 50); // a page in the background is given no frames
  }
  function follow() {
    asked = false;
    const began = performance.now();
    apply();
    shown();
    const count = applied.size;
    off.textContent = count ? `Off the profile: ${count} input${count === 1 ? "" : "s"} changed.` : "As the profile has it.";
    room.classList.toggle("changed", count > 0);
    reset.disabled = !count && !ticked.size;
    let found;
    try {
      found = model.answer();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      turn += 1;
      verdict.textContent = "Not worked out on this page";
      strength.textContent = "";
      saving.textContent = "With this, another option would serve until one is live, and this page does not hold that case. The command below works it out.";
      [dot, years, decides.list, flips.list, even.list].forEach((each) => each.replaceChildren());
      delete room.dataset.answer;
      hand();
      return;
    }
    found.worthOf = (id) => model.draws.at(found.plans[id].worth);
    verdict.textContent = headline(found);
    const word = data.words[found.strength];
    strength.textContent = verdict.textContent.toLowerCase().startsWith(word.toLowerCase()) ? "" : word;
    strength.className = `live-strength ${found.strength}`;
    saving.textContent = sentence(found);
    dots(found);
    if (count || ticked.size || back.childElementCount) hand();
    if (!count && location.hash.startsWith("#live?")) history.replaceState(null, "", location.pathname + location.search);
    room.dataset.answer = JSON.stringify({ option: found.option, runner: found.runner, strength: found.strength, saving: found.saving, low: found.low, high: found.high, chance: found.chance, means: found.means });
    room.dataset.ms = String(performance.now() - began);
    later(found);
  }
  function reopen() {
    if (!location.hash.startsWith("#live?")) return;
    typed.clear();
    ticked.clear();
    location.hash.slice(6).split("&").filter(Boolean).forEach((pair) => {
      const [key, text] = pair.split("=").map(decodeURIComponent), c = controls.get(key);
      if (key === "scenario" && ticks.has(text)) ticked.add(text);
      const ends = c && read(c, text);
      if (Array.isArray(ends)) typed.set(key, { key, ends, text });
    });
    room.scrollIntoView();
  }
  addEventListener("hashchange", () => {
    if (!location.hash.startsWith("#live?")) return;
    reopen();
    changed();
  });
  reopen();
  follow();
})();
