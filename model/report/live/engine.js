"use strict";
// Works the comparison out: draws the futures again, runs the instructions over them, weighs the options.
// Nothing here touches the page.
const Live = (function () {
  const poly = (c, x) => {
    let t = x * c[0];
    for (let i = 1; i < c.length - 1; i++) t = (t + c[i]) * x;
    return t + c[c.length - 1];
  };
  const ratio = (f, x) => poly(f[0], x) / poly(f[1], x);

  // The normal distribution: Wichura's AS 241 and Cody's error function, as the product has them.
  function normal(n) {
    const score = (u) => {
      const q = u - 0.5;
      const s = 0.180625 - q * q;
      if (s >= 0) return ratio(n.centre, s) * q;
      const upper = u > 0.5;
      const r = Math.sqrt(-Math.log(upper ? 1 - u : u));
      const size = r > 5 ? ratio(n.far_tail, Math.min(r, 40) - 5) : ratio(n.tail, Math.min(r, 5) - 1.6);
      return upper ? size : -size;
    };
    const half = (x, factor) => {
      const size = Math.min(Math.abs(x), 39);
      const cut = Math.trunc(size * 16) / 16;
      const tail = 0.5 * Math.exp(-0.5 * cut * cut) * Math.exp(-0.5 * (size - cut) * (size + cut)) * factor;
      return x < 0 ? tail : 1 - tail;
    };
    const below = (x) => {
      const y = Math.abs(x) * 0.7071067811865476;
      if (y <= 0.46875) return 0.5 + 0.5 * x * 0.7071067811865476 * ratio(n.erf, y * y);
      if (y <= 4) return half(x, ratio(n.erfc, y));
      const f = Math.min(y, 39);
      const w = 1 / (f * f);
      return half(x, (0.5641895835477563 - w * ratio(n.erfc_far, w)) / f);
    };
    return { score, below };
  }

  // SFC64 in halves of 32 bits, as NumPy seeds and reads it.
  function stream(start, n) {
    const hi = new Uint32Array(4), lo = new Uint32Array(4);
    start.forEach((word, i) => {
      hi[i] = parseInt(word.slice(0, 8), 16);
      lo[i] = parseInt(word.slice(8), 16);
    });
    let outHi = 0, outLo = 0, kept = false, keptValue = 0;
    const next = () => {
      let l = lo[0] + lo[1];
      let h = hi[0] + hi[1] + (l > 4294967295 ? 1 : 0);
      l = (l >>> 0) + lo[3];
      h = h + hi[3] + (l > 4294967295 ? 1 : 0);
      const tl = l >>> 0, th = h >>> 0;
      lo[3] += 1;
      if (lo[3] === 0) hi[3] += 1;
      const bh = hi[1], bl = lo[1], ch = hi[2], cl = lo[2];
      lo[0] = bl ^ ((bl >>> 11) | (bh << 21));
      hi[0] = bh ^ (bh >>> 11);
      const sl = (cl << 3) >>> 0, sh = ((ch << 3) | (cl >>> 29)) >>> 0;
      const bl2 = cl + sl;
      lo[1] = bl2;
      hi[1] = ch + sh + (bl2 > 4294967295 ? 1 : 0);
      const rl = ((cl << 24) | (ch >>> 8)) >>> 0, rh = ((ch << 24) | (cl >>> 8)) >>> 0;
      const c2 = rl + tl;
      lo[2] = c2;
      hi[2] = rh + th + (c2 > 4294967295 ? 1 : 0);
      outHi = th;
      outLo = tl;
    };
    const next32 = () => {
      if (kept) {
        kept = false;
        return keptValue;
      }
      next();
      kept = true;
      keptValue = outHi;
      return outLo;
    };
    const found = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      next();
      found[i] = (outHi * 2097152 + (outLo >>> 11)) / 9007199254740992;
    }
    const order = new Uint32Array(n);
    for (let i = 0; i < n; i++) order[i] = i;
    for (let i = n - 1; i > 0; i--) {
      let mask = i;
      for (let shift = 1; shift < 32; shift *= 2) mask |= mask >>> shift;
      let j = (next32() & mask) >>> 0;
      while (j > i) j = (next32() & mask) >>> 0;
      const swap = order[i];
      order[i] = order[j];
      order[j] = swap;
    }
    for (let i = 0; i < n; i++) {
      found[i] = Math.min(Math.max((found[i] + order[i]) / n, 2 ** -60), 1 - 2 ** -53);
    }
    return found;
  }

  function ordered(values, encoded) {
    const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
    const sorted = values.slice().sort();
    return Float64Array.from(values, (_, i) => sorted[bytes[2 * i] + 256 * bytes[2 * i + 1]]);
  }

  // A number as draws: what is typed is read by `shapeOf`; everything falls on the same futures.
  const even = (x) => {
    const r = Math.round(x);
    return Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : r;
  };
  const onScale = (scale, x) =>
    scale === "LOG" ? Math.log(Math.max(x, 0)) : scale === "ODDS" ? Math.log(x) - Math.log1p(-x) : x;
  const offScale = (scale, y) => (scale === "LOG" ? Math.exp(y) : scale === "ODDS" ? 1 / (1 + Math.exp(-y)) : y);
  function drawer(shape, score) {
    const bell = (b) => (u) => {
      const z = score(Math.min(Math.max(u, 1e-300), 1 - 2 ** -53));
      return offScale(b.scale, z * (z < 0 ? b.below : b.above) + b.median);
    };
    const clip = (x) => {
      const y = shape.whole ? even(x) : x;
      return Math.min(Math.max(y, shape.low === null ? -Infinity : shape.low), shape.high === null ? Infinity : shape.high);
    };
    if (shape.kind === "bell") {
      const at = bell(shape);
      return (u) => clip(at(u));
    }
    if (shape.kind === "even") {
      const [low, middle, high] = shape.ends;
      return (u) => clip(u < 0.5 ? low + 2 * u * (middle - low) : middle + (2 * u - 1) * (high - middle));
    }
    const beyond = bell(shape.beyond);
    return (u) => clip(u < shape.planned ? 1 : shape.least + beyond((u - shape.planned) / (1 - shape.planned)));
  }
  // The shape of ends in order, as the product gives it to a range: even where an end is a limit, else a bell.
  function shapeOf(ends, spec) {
    const first = ends[0], last = ends[ends.length - 1];
    if (first === last) return { kind: "point", value: first };
    const limits = { low: spec.low, high: spec.high, whole: spec.whole };
    const centre = ends.length === 3 ? ends[1] : null;
    if (first === spec.low || last === spec.high) {
      return { kind: "even", ends: [first, centre === null ? 0.5 * (first + last) : centre, last], ...limits };
    }
    const scale = { positive: "LOG", share: "ODDS", signed: "PLAIN" }[spec.family];
    const a = onScale(scale, first), b = onScale(scale, last), z = 1.6448536269514722;
    const m = centre === null ? 0.5 * (a + b) : onScale(scale, centre);
    return { kind: "bell", scale, median: m, below: (m - a) / z, above: (b - m) / z, ...limits };
  }
  const middleOf = (shape, ends, score) =>
    shape.kind === "point" ? shape.value : ends.length === 3 ? ends[1] : drawer(shape, score)(0.5);

  // Erlang C: the fewest places that keep the share of late sessions low enough.
  function places(constants, below) {
    const few = (A, W, late) => {
      let blocked = 1, N = 0;
      for (;;) {
        N += 1;
        blocked = (A * blocked) / (N + A * blocked);
        if (N > A) {
          const waits = (N * blocked) / (N - A + A * blocked);
          if (waits * Math.exp(-(N - A) * W) <= late * (1 + 1e-12)) return N;
        }
      }
    };
    const { nodes, weights } = constants;
    const exact = (N, A) => {
      const peak = N - A, width = Math.sqrt(N);
      const low = Math.max(peak - 7.5 * width, 0), halfWidth = (peak + 7.5 * width + 12 - low) / 2;
      const tops = -peak + N * Math.log1p(peak / A);
      let body = 0;
      for (let i = 0; i < nodes.length; i++) {
        const x = low + halfWidth + halfWidth * nodes[i];
        body += Math.exp(-x + N * Math.log1p(x / A) - tops) * weights[i];
      }
      return N / (peak * body * halfWidth * Math.exp(tops) + A);
    };
    const about = (N, A) => {
      const mu = A / N - 1, eta = -Math.sqrt(2 * Math.max(mu - Math.log(A / N), 0));
      const far = Math.abs(eta) > 0.02, m = 1 / (far ? mu : -1), e = 1 / (far ? eta : -1);
      const c0 = far ? m - e : -1 / 3 + eta / 12 - (2 / 135) * eta * eta;
      const c1 = far ? e * e * e - m * m * m - m * m - m / 12 : -1 / 540 - eta / 288;
      const small = 1 / (12 * N), stirling = 1 + small + (small * small) / 2, alpha = Math.sqrt(N) * -eta;
      const tail = Math.sqrt(2 * Math.PI * N) * Math.exp((alpha * alpha) / 2) * below(Math.min(alpha, 9));
      return N / ((N - A) * (1 + stirling * (tail + c0 + c1 / N)) + A);
    };
    const met = (N, A, W, late) => {
      const served = Math.exp(-(N - A) * W), limit = late * (1 + 1e-12), reached = about(N, A) * served;
      return Math.abs(reached - limit) <= 1e-4 * limit ? exact(N, A) * served <= limit : reached <= limit;
    };
    let beta = 1;
    return (A, hours, share, seconds) => {
      const W = seconds / 3600 / Math.max(hours, 1e-12), late = Math.max(1 - share, 2 ** -54);
      if (!Number.isFinite(A) || !Number.isFinite(W)) return A + W;
      if (A <= 0) return 0;
      if (A <= 30) return few(A, W, late);
      let N = Math.max(Math.floor(A) + 1, Math.ceil(A + beta * Math.sqrt(A)));
      if (met(N, A, W, late)) while (N - 1 > A && met(N - 1, A, W, late)) N -= 1;
      else do N += 1; while (!met(N, A, W, late));
      beta = (N - A) / Math.sqrt(A);
      return N;
    };
  }

  // Values are {r, c, d}: futures or 1, months or 1, numbers.
  const scalar = (x) => ({ r: 1, c: 1, d: Float64Array.of(x) });
  // Of rows as wide as all months laid out only those that can count are worked out: no month rests on a later one.
  let all = 0, counted = 0;
  const until = (c) => (c === all ? counted : c);
  function each(a, b, old, f) {
    const r = Math.max(a.r, b.r), c = Math.max(a.c, b.c), o = room(old, r, c), n = until(c);
    const ar = a.r > 1 ? a.c : 0, br = b.r > 1 ? b.c : 0, ac = a.c > 1 ? 1 : 0, bc = b.c > 1 ? 1 : 0;
    // One row where both run alike: futures alone, or all months of all futures.
    if (c === 1) f(a.d, b.d, o.d, 1, r, 0, 0, 0, ar, br);
    else if (n === c && a.r === b.r && a.c === b.c) f(a.d, b.d, o.d, 1, r * c, 0, 0, 0, 1, 1);
    else f(a.d, b.d, o.d, r, n, c, ar, br, ac, bc);
    return o;
  }
  const room = (old, r, c) => (old && old.d.length === r * c ? ((old.r = r), (old.c = c), old) : { r, c, d: new Float64Array(r * c) });
  const two = {
    add(x, y, d, r, c, w, xr, yr, xc, yc) {
      for (let i = 0; i < r; i++) for (let j = 0, k = i * w, p = i * xr, q = i * yr; j < c; j++, p += xc, q += yc) d[k++] = x[p] + y[q];
    },
    sub(x, y, d, r, c, w, xr, yr, xc, yc) {
      for (let i = 0; i < r; i++) for (let j = 0, k = i * w, p = i * xr, q = i * yr; j < c; j++, p += xc, q += yc) d[k++] = x[p] - y[q];
    },
    mul(x, y, d, r, c, w, xr, yr, xc, yc) {
      for (let i = 0; i < r; i++) for (let j = 0, k = i * w, p = i * xr, q = i * yr; j < c; j++, p += xc, q += yc) d[k++] = x[p] * y[q];
    },
    div(x, y, d, r, c, w, xr, yr, xc, yc) {
      for (let i = 0; i < r; i++) for (let j = 0, k = i * w, p = i * xr, q = i * yr; j < c; j++, p += xc, q += yc) d[k++] = x[p] / y[q];
    },
    min(x, y, d, r, c, w, xr, yr, xc, yc) {
      for (let i = 0; i < r; i++)
        for (let j = 0, k = i * w, p = i * xr, q = i * yr; j < c; j++, p += xc, q += yc) d[k++] = x[p] < y[q] ? x[p] : y[q];
    },
    max(x, y, d, r, c, w, xr, yr, xc, yc) {
      for (let i = 0; i < r; i++)
        for (let j = 0, k = i * w, p = i * xr, q = i * yr; j < c; j++, p += xc, q += yc) d[k++] = x[p] > y[q] ? x[p] : y[q];
    },
    pow(x, y, d, r, c, w, xr, yr, xc, yc) {
      for (let i = 0; i < r; i++) for (let j = 0, k = i * w, p = i * xr, q = i * yr; j < c; j++, p += xc, q += yc) d[k++] = Math.pow(x[p], y[q]);
    },
    lt(x, y, d, r, c, w, xr, yr, xc, yc) {
      for (let i = 0; i < r; i++) for (let j = 0, k = i * w, p = i * xr, q = i * yr; j < c; j++, p += xc, q += yc) d[k++] = x[p] < y[q] ? 1 : 0;
    },
    le(x, y, d, r, c, w, xr, yr, xc, yc) {
      for (let i = 0; i < r; i++) for (let j = 0, k = i * w, p = i * xr, q = i * yr; j < c; j++, p += xc, q += yc) d[k++] = x[p] <= y[q] ? 1 : 0;
    },
    gt(x, y, d, r, c, w, xr, yr, xc, yc) {
      for (let i = 0; i < r; i++) for (let j = 0, k = i * w, p = i * xr, q = i * yr; j < c; j++, p += xc, q += yc) d[k++] = x[p] > y[q] ? 1 : 0;
    },
    ge(x, y, d, r, c, w, xr, yr, xc, yc) {
      for (let i = 0; i < r; i++) for (let j = 0, k = i * w, p = i * xr, q = i * yr; j < c; j++, p += xc, q += yc) d[k++] = x[p] >= y[q] ? 1 : 0;
    },
    and(x, y, d, r, c, w, xr, yr, xc, yc) {
      for (let i = 0; i < r; i++) for (let j = 0, k = i * w, p = i * xr, q = i * yr; j < c; j++, p += xc, q += yc) d[k++] = x[p] && y[q] ? 1 : 0;
    },
    or(x, y, d, r, c, w, xr, yr, xc, yc) {
      for (let i = 0; i < r; i++) for (let j = 0, k = i * w, p = i * xr, q = i * yr; j < c; j++, p += xc, q += yc) d[k++] = x[p] || y[q] ? 1 : 0;
    },
  };
  const one = {
    neg(x, d, r, c, n) {
      for (let i = 0; i < r; i++) for (let k = i * c, end = k + n; k < end; k++) d[k] = -x[k];
    },
    ceil(x, d, r, c, n) {
      for (let i = 0; i < r; i++) for (let k = i * c, end = k + n; k < end; k++) d[k] = Math.ceil(x[k]);
    },
    floor(x, d, r, c, n) {
      for (let i = 0; i < r; i++) for (let k = i * c, end = k + n; k < end; k++) d[k] = Math.floor(x[k]);
    },
    exp(x, d, r, c, n) {
      for (let i = 0; i < r; i++) for (let k = i * c, end = k + n; k < end; k++) d[k] = Math.exp(x[k]);
    },
    log(x, d, r, c, n) {
      for (let i = 0; i < r; i++) for (let k = i * c, end = k + n; k < end; k++) d[k] = Math.log(x[k]);
    },
    sqrt(x, d, r, c, n) {
      for (let i = 0; i < r; i++) for (let k = i * c, end = k + n; k < end; k++) d[k] = Math.sqrt(x[k]);
    },
    log1p(x, d, r, c, n) {
      for (let i = 0; i < r; i++) for (let k = i * c, end = k + n; k < end; k++) d[k] = Math.log1p(x[k]);
    },
  };
  function map(args, old, f) {
    let r = 1, c = 1;
    for (const a of args) {
      r = Math.max(r, a.r);
      c = Math.max(c, a.c);
    }
    const o = room(old, r, c), n = args.length, at = new Array(n), months = until(c);
    for (let i = 0; i < r; i++)
      for (let j = 0, k = i * c; j < months; j++) {
        for (let m = 0; m < n; m++) at[m] = args[m].d[(args[m].r > 1 ? i * args[m].c : 0) + (args[m].c > 1 ? j : 0)];
        o.d[k++] = f(at[0], at[1], at[2], at[3]);
      }
    return o;
  }
  const wide = (a, months) => {
    if (a.c === months) return a;
    const o = { r: a.r, c: months, d: new Float64Array(a.r * months) };
    for (let i = 0; i < a.r; i++) o.d.fill(a.d[i], i * months, (i + 1) * months);
    return o;
  };
  const special = {
    where([q, y, n], _, old) {
      const r = Math.max(q.r, y.r, n.r), c = Math.max(q.c, y.c, n.c), o = room(old, r, c), d = o.d;
      const qr = q.r > 1 ? q.c : 0, yr = y.r > 1 ? y.c : 0, nr = n.r > 1 ? n.c : 0;
      const qc = q.c > 1 ? 1 : 0, yc = y.c > 1 ? 1 : 0, nc = n.c > 1 ? 1 : 0;
      const months = until(c);
      for (let i = 0; i < r; i++)
        for (let j = 0, k = i * c; j < months; j++) d[k++] = q.d[i * qr + j * qc] ? y.d[i * yr + j * yc] : n.d[i * nr + j * nc];
      return o;
    },
    cut([a], [start, stop], old) {
      if (a.c === 1) return a;
      const w = stop - start, o = room(old, a.r, w);
      for (let i = 0; i < a.r; i++) for (let j = 0; j < w; j++) o.d[i * w + j] = a.d[i * a.c + start + j];
      return o;
    },
    spread: ([a], [months]) => wide(a, months),
    sum([a], [months], old) {
      const o = room(old, a.r, 1);
      for (let i = 0; i < a.r; i++) {
        let t = 0;
        for (let j = 0, n = until(a.c); j < n; j++) t += a.d[i * a.c + j];
        o.d[i] = a.c === 1 ? t * months : t;
      }
      return o;
    },
    cumsum([a], [months], old) {
      const w = wide(a, months), o = room(old === w ? null : old, w.r, months);
      for (let i = 0; i < w.r; i++)
        for (let j = 0, t = 0, n = until(months); j < n; j++) o.d[i * months + j] = t += w.d[i * months + j];
      return o;
    },
    join(parts, widths, old) {
      const r = Math.max(...parts.map((a) => a.r)), c = widths.reduce((t, w) => t + w, 0), o = room(old, r, c);
      for (let i = 0; i < r; i++)
        for (let m = 0, k = i * c; m < parts.length; m++) {
          const a = parts[m], from = a.r > 1 ? i * a.c : 0;
          for (let j = 0; j < widths[m]; j++) o.d[k++] = a.d[from + (a.c > 1 ? j : 0)];
        }
      return o;
    },
    until([through, count, at], [months], old) {
      const r = Math.max(through.r, count.r, at.r), o = room(old, r, 1);
      const tr = through.r > 1 ? through.c : 0, cr = count.r > 1 ? count.c : 0, cc = count.c > 1 ? 1 : 0, ar = at.r > 1 ? 1 : 0;
      for (let i = 0; i < r; i++) {
        const t = at.d[i * ar], m = Math.min(Math.trunc(t), months - 1);
        o.d[i] = through.d[i * tr + m] - (m + 1 - t) * count.d[i * cr + m * cc];
      }
      return o;
    },
    mean([a, b], x, old) {
      const r = Math.max(a.r, b.r), c = b.c, o = room(old, 1, c), ar = a.r > 1 ? 1 : 0, br = b.r > 1 ? c : 0;
      const n = until(c);
      o.d.fill(0);
      for (let i = 0; i < r; i++) {
        const usd = a.d[i * ar];
        for (let j = 0, q = i * br; j < n; j++) o.d[j] += usd * b.d[q + j];
      }
      for (let j = 0; j < c; j++) o.d[j] /= r;
      return o;
    },
  };

  // Runs the instructions; what no changed input reaches is kept.
  class Machine {
    constructor(table, constants, functions) {
      this.table = table;
      this.functions = functions;
      const n = table.rows.length;
      this.held = new Array(n).fill(null);
      this.stale = new Uint8Array(n).fill(1);
      this.users = Array.from({ length: n }, () => []);
      this.inputs = new Map();
      this.orders = new Map();
      this.parts = table.rows.map((row, at) => {
        const op = table.operations[row[0]];
        const count = { const: 0, input: 0, where: 3, until: 3, mean: 2, slots: 4, join: (row.length - 1) / 2 };
        const args = row.slice(1, 1 + (op in count ? count[op] : op in two ? 2 : 1));
        args.forEach((arg) => this.users[arg].push(at));
        if (op === "input") this.inputs.set(table.inputs[row[1]], at);
        if (op === "const") {
          const value = table.constants[row[1]];
          this.held[at] = typeof value === "number" ? scalar(value) : { r: 1, c: value.length, d: Float64Array.from(value) };
          this.stale[at] = 0;
        }
        return { op, args, extra: row.slice(1 + args.length) };
      });
      this.worked = 0;
      // A sum over a part of the months reaches past the horizon into what is nothing there: then all are worked out.
      const months = [...new Set(this.parts.filter(({ op }) => ["sum", "cumsum", "until"].includes(op)).map(({ extra }) => extra[0]))];
      this.months = table.months;
      this.counted = months.every((each) => each === table.months) ? 0 : table.months;
    }
    // How many months count: one past the horizon, since what ends with a month is looked up in the next.
    count(horizon) {
      const now = Math.min(this.months, Math.ceil(horizon) + 1);
      if (this.counted === this.months) return;
      if (now > this.counted) this.parts.forEach(({ op }, at) => op === "const" || op === "input" || (this.stale[at] = 1));
      this.counted = now;
    }
    has(key) {
      return this.inputs.has(key);
    }
    set(key, values) {
      const at = this.inputs.get(key);
      if (at === undefined) return;
      if (key === this.table.horizon) this.count(values[0]);
      this.held[at] = { r: values.length, c: 1, d: values };
      this.stale[at] = 0;
      const waiting = [at];
      while (waiting.length)
        for (const user of this.users[waiting.pop()])
          if (!this.stale[user]) {
            this.stale[user] = 1;
            waiting.push(user);
          }
    }
    at(place) {
      let order = this.orders.get(place);
      if (!order) {
        const seen = new Set([place]), waiting = [place];
        while (waiting.length) for (const arg of this.parts[waiting.pop()].args) if (!seen.has(arg)) seen.add(arg), waiting.push(arg);
        order = Uint32Array.from(seen).sort();
        this.orders.set(place, order);
      }
      all = this.months;
      counted = this.counted;
      for (const step of order) if (this.stale[step]) this.work(step);
      return this.held[place];
    }
    work(step) {
      const { op, args, extra } = this.parts[step], of = args.map((arg) => this.held[arg]);
      const owned = op === "spread" || op === "cut" ? null : this.held[step];
      this.worked += 1;
      this.stale[step] = 0;
      if (op in two) this.held[step] = each(of[0], of[1], owned, two[op]);
      else if (op in one) {
        const o = (this.held[step] = room(owned, of[0].r, of[0].c));
        if (o.c === 1) one[op](of[0].d, o.d, 1, o.r, o.r);
        else one[op](of[0].d, o.d, o.r, o.c, until(o.c));
      }
      else if (op in special) this.held[step] = special[op](of, extra, owned);
      else if (op in this.functions) this.held[step] = map(of, owned, this.functions[op]);
      else throw new Error(`no instruction ${op}`);
    }
    number(place) {
      return this.at(place).d[0];
    }
  }

  // ---- the decision

  const mean = (value) => {
    let t = 0;
    for (const x of value.d) t += x;
    return t / value.d.length;
  };
  function quantile(sorted, share) {
    const at = share * (sorted.length - 1), low = Math.floor(at), high = Math.min(low + 1, sorted.length - 1);
    const part = at - low, step = sorted[high] - sorted[low];
    return part < 0.5 ? sorted[low] + step * part : sorted[high] - step * (1 - part);
  }
  const difference = (a, b) => {
    const n = Math.max(a.d.length, b.d.length), d = new Float64Array(n);
    for (let i = 0; i < n; i++) d[i] = a.d[a.r > 1 ? i : 0] - b.d[b.r > 1 ? i : 0];
    return d;
  };

  class Model {
    constructor(data) {
      this.data = data;
      const { score, below } = normal(data.functions.normal);
      this.score = score;
      const functions = { normal_cdf: below };
      if (data.functions.erlang) functions.slots = places(data.functions.erlang, below);
      this.draws = new Machine(data.table, data.constants, functions);
      this.middle = new Machine(data.table, data.constants, functions);
      this.streams = new Map();
      this.plans = new Map(data.plans.map((plan) => [JSON.stringify([plan.option, plan.chain]), plan]));
      this.given = new Map();
      for (const key of data.table.inputs) this.restore(key);
    }
    uniforms(key) {
      if (!this.streams.has(key)) {
        const held = this.data.inputs[key];
        const own = stream(held.start, this.data.draws);
        let sum = 0;
        for (let i = 0; i < own.length; i++) sum += own[i] * (i + 1);
        if (!(Math.abs(sum - held.sum) <= 1e-9 * held.sum)) throw new Error(`the futures of ${key} are not those of the product`);
        this.streams.set(key, held.order ? ordered(own, held.order) : own);
      }
      return this.streams.get(key);
    }
    values(key, shape) {
      if (shape.kind === "point") return Float64Array.of(shape.value);
      return Float64Array.from(this.uniforms(key), drawer(shape, this.score));
    }
    restore(key) {
      const held = this.data.inputs[key];
      this.given.delete(key);
      this.middle.set(key, Float64Array.of(held.middle));
      if (held.shape) this.draws.set(key, this.values(key, held.shape));
      else this.draws.set(key, key.endsWith(".u") ? this.uniforms(key) : Float64Array.of(held.middle));
    }
    // Types an input anew: ends in order, one for a number, two or three for a range.
    type(key, ends, spec) {
      const shape = shapeOf(ends, spec);
      this.take(key, shape, middleOf(shape, ends, this.score));
    }
    take(key, shape, middle) {
      this.given.set(key, [shape, middle]);
      this.middle.set(key, Float64Array.of(middle));
      this.draws.set(key, this.values(key, shape));
    }
    // Only for a while: both machines at one number.
    hold(key, value) {
      this.middle.set(key, Float64Array.of(value));
      this.draws.set(key, Float64Array.of(value));
    }
    shapeNow(key) {
      return this.given.has(key) ? this.given.get(key)[0] : this.data.inputs[key].shape;
    }
    release(key) {
      if (this.given.has(key)) this.take(key, ...this.given.get(key));
      else this.restore(key);
    }
    chainOf(option, next) {
      const chain = [];
      let at = option;
      while (!this.data.today.includes(at)) {
        const name = next[at];
        if (name === "nobody" || name === option || chain.includes(name)) break;
        chain.push(name);
        at = name;
      }
      return chain;
    }
    plan(option, chain) {
      const found = this.plans.get(JSON.stringify([option, chain]));
      if (!found) throw new RangeError("someone else would serve meanwhile");
      return found;
    }
    // Who serves until each option is live, by the middle case.
    settled() {
      const { live, bridges } = this.data, next = {}, dates = {};
      for (const option in bridges) {
        next[option] = bridges[option][0];
        dates[option] = this.middle.number(live[option]);
      }
      const order = Object.keys(live).sort((a, b) => dates[a] - dates[b]);
      for (const option of order) {
        if (bridges[option].length < 2) continue;
        const sooner = bridges[option].filter((name) => name === "nobody" || dates[name] < dates[option]);
        next[option] = "nobody";
        if (sooner.length < 2) continue;
        let least = Infinity;
        for (const name of sooner) {
          const usd = this.middle.number(this.plan(option, this.chainOf(option, { ...next, [option]: name })).interim);
          if (usd < least) {
            least = usd;
            next[option] = name;
          }
        }
      }
      const plans = {};
      for (const option in live) plans[option] = this.plan(option, this.chainOf(option, next));
      return plans;
    }
    worths() {
      const plans = this.settled(), found = {};
      for (const option in plans) found[option] = this.draws.at(plans[option].worth);
      return { plans, worths: found };
    }
    // Expected cost of one option above another.
    gap(one, other) {
      const { worths } = this.worths();
      return mean(worths[one]) - mean(worths[other]);
    }
    middleGap(one, other) {
      const plans = this.settled();
      return this.middle.number(plans[one].worth) - this.middle.number(plans[other].worth);
    }
    answer() {
      const { plans, worths } = this.worths(), { options } = this.data;
      const means = {}, middles = {}, waits = {};
      for (const { id } of options) {
        means[id] = mean(worths[id]);
        middles[id] = this.middle.number(plans[id].worth);
        waits[id] = this.wait(plans[id]);
      }
      const can = options.filter((o) => !o.out && o.kept.every((place) => this.middle.number(place))).map((o) => o.id);
      const rank = (ids) => ids.slice().sort((a, b) => means[a] - means[b]);
      const ranked = rank(can), found = { means, middles, plans, can, option: null, strength: "none", runner: null };
      if (!ranked.length) return found;
      let rivals = ranked.slice(1);
      const only = !rivals.length;
      if (only) rivals = rank(options.map((o) => o.id).filter((id) => !can.includes(id)));
      found.option = ranked[0];
      found.middleOption = can.slice().sort((a, b) => middles[a] - middles[b])[0];
      if (!rivals.length) return { ...found, strength: "only" };
      const [best, next] = [ranked[0], rivals[0]];
      const saving = difference(worths[next], worths[best]), sorted = saving.slice().sort();
      let chance = 0;
      for (const x of saving) chance += x > 0 ? 1 : x === 0 ? 0.5 : 0;
      chance /= saving.length;
      const counts = Math.abs(waits[best] - waits[next]) <= 1e-9;
      const sure = chance >= 0.9 ? (counts ? "clear" : "likely") : chance >= 0.7 ? "likely" : "close";
      const usd = mean({ d: saving }), cheaper = Math.min(means[best], means[next]);
      return {
        ...found, runner: next, strength: only ? "only" : sure, saving: usd, share: cheaper > 0 ? usd / cheaper : null,
        low: quantile(sorted, 0.1), high: quantile(sorted, 0.9), p1: quantile(sorted, 0.01), p99: quantile(sorted, 0.99), chance,
      };
    }
    // Share of the sessions that nobody serves, at no charge.
    wait(plan) {
      if (plan.every === null) return 0;
      const every = mean(this.draws.at(plan.every)), served = mean(this.draws.at(plan.served));
      return every <= 0 || served >= every * (1 - 1e-9) ? 0 : 1 - served / every;
    }
    // Cost by year and pocket; year 0 is the build, which people do.
    years(plan, horizon) {
      const rows = this.data.pockets.map(() => []);
      this.data.pockets.forEach((pays, at) => {
        rows[at].push(pays === "people" ? mean(this.draws.at(plan.build)) : 0);
        const months = this.draws.at(plan.months[at]);
        for (let start = 0; start < horizon; start += 12) {
          let t = 0;
          for (let m = start; m < Math.min(start + 12, horizon); m++) t += months.d[months.c > 1 ? m : 0];
          rows[at].push(t);
        }
      });
      return rows;
    }
  }
  return { Model, shapeOf, mean, drawer };
})();
