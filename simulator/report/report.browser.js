// Runs in the report, after uPlot. Draws every .chart from the JSON in #replay-data.
(() => {
  const cases = JSON.parse(document.getElementById("replay-data").textContent);
  const root = document.documentElement;
  const HEIGHT_PX = 170;
  // A third of a landscape page, on A4 and on Letter.
  const PRINT_WIDTH_PX = 320;
  // All four rows of a case on one page.
  const PRINT_HEIGHT_PX = 112;
  const DASHES = { dashed: [5, 4], "dashed-steps": [5, 4] };
  // Seconds between ticks: whole minutes, quarters and hours.
  const TICK_SECONDS = [60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800];
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
    if (value === 0 || value >= 100) return Math.round(value).toLocaleString("en-US");
    return value.toLocaleString("en-US", { maximumSignificantDigits: 3 });
  }

  function seriesOf({ label, colour, style }) {
    const stroke = css(colour);
    const steps = style.endsWith("steps") ? { paths: uPlot.paths.stepped({ align: 1 }) } : {};
    const fill = style === "area" || style === "steps" ? { fill: `${stroke}2e` } : {};
    return { label, stroke, width: 1.6, dash: DASHES[style], points: { show: false }, ...steps, ...fill };
  }

  function drawWall(u, wall) {
    const { ctx, bbox } = u;
    const y = Math.round(u.valToPos(wall, "y", true));
    const ratio = devicePixelRatio;
    ctx.save();
    ctx.strokeStyle = ctx.fillStyle = css("wall");
    ctx.lineWidth = 1.5 * ratio;
    ctx.setLineDash([6 * ratio, 4 * ratio]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.font = `${11 * ratio}px system-ui, sans-serif`;
    ctx.textAlign = "left";
    ctx.fillText(`wall ${figure(wall)}`, bbox.left + 5 * ratio, y + 13 * ratio);
    ctx.restore();
  }

  function drawNotices(u, times) {
    const { ctx, bbox } = u;
    const ratio = devicePixelRatio;
    ctx.save();
    ctx.strokeStyle = ctx.fillStyle = css("notice");
    ctx.lineWidth = ratio;
    ctx.font = `600 ${10 * ratio}px system-ui, sans-serif`;
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
      if (x - lastLabelled < 14 * ratio) return;
      ctx.fillText(String(i + 1), x, bbox.top - 5 * ratio);
      lastLabelled = x;
    });
    ctx.restore();
  }

  function draw(element, widthPx, heightPx) {
    const { case: caseIndex, run: runIndex, row } = element.dataset;
    const of = cases[caseIndex];
    const run = of.runs[runIndex];
    const readout = element.parentElement.querySelector(".readout");
    const atRest = readout.textContent;
    const axis = { stroke: css("soft"), grid: { stroke: css("grid"), width: 1 }, ticks: { show: false } };
    const font = "11px system-ui, sans-serif";
    const options = {
      width: widthPx,
      height: heightPx,
      padding: [16, 24, 0, 0],
      legend: { show: false },
      cursor: { y: false, sync: { key: `case-${caseIndex}` }, drag: { x: true, y: false, setScale: true } },
      scales: { x: { time: false }, y: { range: [0, of.tops[row]] } },
      axes: [
        {
          ...axis,
          font,
          size: 30,
          gap: 8,
          space: 62,
          incrs: TICK_SECONDS,
          values: (_, ticks) => ticks.map((t) => clock(t)),
        },
        { ...axis, font, size: 50, space: 32, values: (_, ticks) => ticks.map(figure) },
      ],
      series: [{}, ...of.series[row].map(seriesOf)],
      hooks: {
        draw: [
          (u) => {
            if (row === "connections") drawWall(u, of.wall);
            drawNotices(u, run.notices);
          },
        ],
        setCursor: [
          (u) => {
            const i = u.cursor.idx;
            readout.textContent =
              i == null || u.cursor.left < 0
                ? atRest
                : `${clock(u.data[0][i], true)}  ${of.series[row]
                    .map(({ label, unit }, s) => `${label} ${figure(u.data[s + 1][i])}${unit === "%" ? " %" : ""}`)
                    .join(", ")}`;
          },
        ],
      },
    };
    return { element, u: new uPlot(options, [run.times, ...run.columns[row]], element) };
  }

  function drawAll(printing) {
    for (const { u } of charts) u.destroy();
    charts = [...document.querySelectorAll(".chart")].map((each) =>
      printing ? draw(each, PRINT_WIDTH_PX, PRINT_HEIGHT_PX) : draw(each, each.clientWidth, HEIGHT_PX),
    );
  }

  function fit() {
    for (const { element, u } of charts)
      if (u.width !== element.clientWidth) u.setSize({ width: element.clientWidth, height: HEIGHT_PX });
  }

  drawAll(false);
  new ResizeObserver(() => requestAnimationFrame(fit)).observe(document.body);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawAll(false));
  addEventListener("beforeprint", () => {
    root.dataset.print = "";
    drawAll(true);
  });
  addEventListener("afterprint", () => {
    delete root.dataset.print;
    drawAll(false);
  });
})();
