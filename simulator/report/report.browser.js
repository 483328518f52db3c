// Runs in the report, after uPlot. Draws every .chart from the JSON in #replay-data.
(() => {
  const cases = JSON.parse(document.getElementById("replay-data").textContent);
  const root = document.documentElement;
  const HEIGHT_PX = 170;
  // A landscape page within its margins, as wide as A4 and Letter both are.
  const PAGE_WIDTH_PX = 990;
  const PAGE_GAP_PX = 14;
  const WIDEST_PRINT_PX = 480;
  // The rows of a case on one page.
  const PRINT_ROWS_PX = 450;
  const TALLEST_PRINT_PX = 112;
  const LOWEST_PRINT_PX = 84;
  // A canvas has a screen's pixels; paper shows twice as many.
  const PRINT_DENSITY = 2;
  // Smaller than on a screen, as the print around it is.
  const SCREEN = { font: 11, left: 50, bottom: 30, across: 62, up: 32, right: 24 };
  const PAPER = { font: 8, left: 32, bottom: 20, across: 44, up: 20, right: 14 };
  const FAMILY = "system-ui, sans-serif";
  const DASHES = { dashed: [5, 4], "dashed-steps": [5, 4] };
  // Seconds between ticks: whole minutes, quarters and hours.
  const TICK_SECONDS = [60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800];
  const LARGE_STEP = 10;
  const ZOOM = 0.5;
  let charts = [];

  const css = (name) => getComputedStyle(root).getPropertyValue(`--${name}`).trim();
  const pad = (n) => String(n).padStart(2, "0");

  function clock(seconds, withSeconds) {
    const s = Math.abs(Math.round(seconds));
    const sign = seconds < 0 ? "−" : "";
    const hours = Math.floor(s / 3600);
    const minutes = Math.floor(s / 60) % 60;
    if (hours > 0) return `${sign}${hours}:${pad(minutes)}${withSeconds ? `:${pad(s % 60)}` : " h"}`;
    return withSeconds ? `${sign}${minutes}:${pad(s % 60)}` : `${sign}${minutes} min`;
  }

  function figure(value) {
    if (value == null) return "–";
    if (value === 0 || value >= 100) return Math.round(value).toLocaleString("en-US");
    return value.toLocaleString("en-US", { maximumSignificantDigits: 3 });
  }

  function powersOfTen(from, to) {
    const powers = [];
    for (let exponent = Math.ceil(Math.log10(from)); 10 ** exponent <= to; exponent++) powers.push(10 ** exponent);
    return powers;
  }

  function seriesOf({ label, colour, style }, density) {
    const stroke = css(colour);
    const steps = style.endsWith("steps") ? { paths: uPlot.paths.stepped({ align: 1 }) } : {};
    const fill = style === "area" || style === "steps" ? { fill: `${stroke}2e` } : {};
    const dash = DASHES[style]?.map((length) => length * density);
    return { label, stroke, width: 1.6 * density, dash, points: { show: false }, ...steps, ...fill };
  }

  function drawLine(u, { label, at }, ratio, fontPx) {
    const { ctx, bbox } = u;
    const y = Math.round(u.valToPos(at, "y", true));
    ctx.save();
    ctx.strokeStyle = ctx.fillStyle = css("wall");
    ctx.lineWidth = 1.5 * ratio;
    ctx.setLineDash([6 * ratio, 4 * ratio]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.font = `${fontPx * ratio}px ${FAMILY}`;
    ctx.textAlign = "left";
    ctx.setLineDash([]);
    // Readable over the series.
    ctx.strokeStyle = css("paper");
    ctx.lineWidth = 3 * ratio;
    ctx.lineJoin = "round";
    const text = `${label} ${figure(at)}`;
    const above = y - bbox.top > 16 * ratio;
    const [left, base] = [bbox.left + 5 * ratio, above ? y - 5 * ratio : y + 13 * ratio];
    ctx.strokeText(text, left, base);
    ctx.fillText(text, left, base);
    ctx.restore();
  }

  function drawNotices(u, times, ratio, fontPx) {
    const { ctx, bbox } = u;
    ctx.save();
    ctx.strokeStyle = ctx.fillStyle = css("notice");
    ctx.lineWidth = ratio;
    ctx.font = `600 ${fontPx * ratio}px ${FAMILY}`;
    ctx.textAlign = "center";
    let lastLabelled = Number.NEGATIVE_INFINITY;
    times.forEach((seconds, i) => {
      const x = Math.round(u.valToPos(seconds, "x", true));
      if (x < bbox.left || x > bbox.left + bbox.width) return;
      ctx.setLineDash([2 * ratio, 3 * ratio]);
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      if (x - lastLabelled < (8 + 6 * String(i + 1).length) * ratio) return;
      ctx.fillText(String(i + 1), x, bbox.top - 5 * ratio);
      lastLabelled = x;
    });
    ctx.restore();
  }

  function draw(element, widthPx, heightPx, density) {
    const { case: caseIndex, run: runIndex, row } = element.dataset;
    const of = cases[caseIndex];
    const run = of.runs[runIndex];
    const readout = element.parentElement.querySelector(".readout");
    readout.dataset.atRest ??= readout.textContent;
    const line = of.lines[row];
    const from = of.logs[row];
    const px = (length) => length * density;
    const sizes = density === 1 ? SCREEN : PAPER;
    const axis = { stroke: css("soft"), grid: { stroke: css("grid"), width: px(1) }, ticks: { show: false } };
    const font = `${px(sizes.font)}px ${FAMILY}`;
    const options = {
      width: px(widthPx),
      height: px(heightPx),
      padding: [px(16), px(sizes.right), 0, 0],
      legend: { show: false },
      cursor: { y: false, sync: { key: `case-${caseIndex}` }, drag: { x: true, y: false, setScale: true } },
      scales: {
        x: { time: false },
        y: from === undefined ? { range: [0, of.tops[row]] } : { distr: 3, log: 10, range: [from, of.tops[row]] },
      },
      axes: [
        {
          ...axis,
          font,
          size: px(sizes.bottom),
          gap: px(8),
          space: px(sizes.across),
          incrs: TICK_SECONDS,
          values: (_, ticks) => ticks.map((t) => clock(t)),
        },
        {
          ...axis,
          font,
          size: px(sizes.left),
          space: px(sizes.up),
          // Of a logarithmic scale only the powers of ten.
          ...(from === undefined ? {} : { splits: () => powersOfTen(from, of.tops[row]) }),
          filter: (_, ticks) => ticks,
          values: (_, ticks) => ticks.map(figure),
        },
      ],
      series: [{}, ...of.series[row].map((each) => seriesOf(each, density))],
      hooks: {
        draw: [
          (u) => {
            if (line !== undefined) drawLine(u, line, px(devicePixelRatio), sizes.font);
            drawNotices(u, run.notices, px(devicePixelRatio), sizes.font);
          },
        ],
        setCursor: [
          (u) => {
            const i = u.cursor.idx;
            readout.textContent =
              i == null || u.cursor.left < 0
                ? readout.dataset.atRest
                : `${clock(u.data[0][i], true)}  ${of.series[row]
                    .map(
                      ({ label, unit }, s) =>
                        `${label} ${figure(u.data[s + 1][i])}${unit === "%" || unit === "s" ? ` ${unit}` : ""}`,
                    )
                    .join(", ")}`;
          },
        ],
      },
    };
    const u = new uPlot(options, [run.times, ...run.columns[row]], element);
    if (density !== 1) u.root.style.zoom = 1 / density;
    return { element, caseIndex, u };
  }

  function drawAll(printing) {
    for (const { u } of charts) u.destroy();
    charts = [...document.querySelectorAll(".chart")].map((each) =>
      printing ? drawOnPaper(each) : draw(each, each.clientWidth, HEIGHT_PX, 1),
    );
  }

  function drawOnPaper(element) {
    const columns = Number(element.closest(".grid").style.getPropertyValue("--runs"));
    const rows = Object.keys(cases[element.dataset.case].tops).length;
    const width = Math.floor((PAGE_WIDTH_PX - (columns - 1) * PAGE_GAP_PX) / columns);
    const height = Math.floor(PRINT_ROWS_PX / rows);
    return draw(
      element,
      Math.min(WIDEST_PRINT_PX, width),
      Math.max(LOWEST_PRINT_PX, Math.min(TALLEST_PRINT_PX, height)),
      PRINT_DENSITY,
    );
  }

  function fit() {
    if (root.dataset.print !== undefined) return;
    for (const { element, u } of charts)
      if (u.width !== element.clientWidth) u.setSize({ width: element.clientWidth, height: HEIGHT_PX });
  }

  function zoom(u, factor) {
    const { min, max } = u.scales.x;
    const middle = u.cursor.idx == null ? (min + max) / 2 : u.data[0][u.cursor.idx];
    const half = ((max - min) * factor) / 2;
    const [first, last] = [u.data[0][0], u.data[0].at(-1)];
    return { min: Math.max(first, middle - half), max: Math.min(last, middle + half) };
  }

  // What the mouse does, for the keyboard: all charts of the case follow.
  function onKey(event) {
    const focused = charts.find(({ element }) => element === event.target);
    if (focused === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const { u } = focused;
    const times = u.data[0];
    if (times.length === 0) return;
    const ofCase = charts.filter(({ caseIndex }) => caseIndex === focused.caseIndex);
    const scaleTo = (scale) => {
      for (const each of ofCase) each.u.setScale("x", scale);
    };
    const moveTo = (index) => {
      const i = Math.max(0, Math.min(times.length - 1, index));
      for (const each of ofCase) each.u.setCursor({ left: each.u.valToPos(times[i], "x"), top: 0 });
    };
    const step = event.shiftKey ? LARGE_STEP : 1;
    const at = u.cursor.idx;
    switch (event.key) {
      case "ArrowRight":
        moveTo(at == null ? 0 : at + step);
        break;
      case "ArrowLeft":
        moveTo(at == null ? times.length - 1 : at - step);
        break;
      case "+":
        scaleTo(zoom(u, ZOOM));
        break;
      case "-":
        scaleTo(zoom(u, 1 / ZOOM));
        break;
      case "0":
        scaleTo({ min: times[0], max: times.at(-1) });
        break;
      case "Escape":
        for (const each of ofCase) each.u.setCursor({ left: -10, top: -10 });
        break;
      default:
        return;
    }
    event.preventDefault();
  }

  drawAll(false);
  new ResizeObserver(() => requestAnimationFrame(fit)).observe(document.body);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawAll(false));
  addEventListener("keydown", onKey);
  addEventListener("beforeprint", () => {
    root.dataset.print = "";
    drawAll(true);
  });
  addEventListener("afterprint", () => {
    delete root.dataset.print;
    drawAll(false);
  });
})();
