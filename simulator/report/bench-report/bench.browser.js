// Runs in the bench's page: hides families, and follows one world through all lanes. The page is complete without it.
(() => {
  const form = document.querySelector(".filters");
  const select = form.querySelector("select");
  const tip = document.querySelector(".tip");
  const NEAR_PX = 14;
  // The columns of a world's table that the panels draw.
  const CELLS = { failed: 0, slo: 1, cost: 2 };
  const UNITS = { failed: " %", slo: " min", cost: "" };

  form.addEventListener("change", ({ target }) => {
    if (target === select) {
      follow(select.value === "" ? null : Number(select.value));
      return;
    }
    const rows = `[data-family="${target.value}"],${target.dataset.rows}`;
    for (const each of document.querySelectorAll(rows)) each.hidden = !target.checked;
  });
  form.addEventListener("submit", (event) => event.preventDefault());

  const pointsOf = (svg) =>
    [
      ...svg
        .querySelector(".dots")
        .getAttribute("d")
        .matchAll(/M(-?\d+) (\d+)/g),
    ].map(([, x, y]) => [+x, +y]);
  const worldsOf = (lane) => lane.closest(".picture").dataset.worlds.split(" ").map(Number);

  // The mark of one world in every lane that has it; `null` takes the marks away.
  function follow(world) {
    for (const mark of document.querySelectorAll(".hot")) mark.remove();
    if (world === null) return;
    for (const lane of document.querySelectorAll(".lane")) {
      const place = worldsOf(lane).indexOf(world);
      const svg = lane.querySelector("svg");
      const point = place < 0 ? undefined : pointsOf(svg)[place];
      if (point === undefined) continue;
      const mark = document.createElementNS("http://www.w3.org/2000/svg", "path");
      mark.setAttribute("class", "hot");
      mark.setAttribute("d", `M${point[0]} ${point[1]}h0`);
      svg.append(mark);
    }
  }

  function nearestOf(svg, event) {
    const box = svg.getBoundingClientRect();
    const [width, height] = [box.width / svg.viewBox.baseVal.width, box.height / svg.viewBox.baseVal.height];
    let nearest = -1;
    let least = NEAR_PX;
    pointsOf(svg).forEach(([x, y], i) => {
      const distance = Math.hypot(box.left + x * width - event.clientX, box.top + y * height - event.clientY);
      if (distance < least) [nearest, least] = [i, distance];
    });
    return nearest;
  }

  function show(lane, world, event) {
    const table = document.getElementById(`world-${world}`);
    const row = table.querySelector(`tr.${lane.dataset.row}`);
    const panel = lane.closest(".panel").dataset.panel;
    const title = document.createElement("b");
    title.textContent = table.querySelector("summary").textContent;
    const who = lane.querySelector(".who").textContent;
    const cell = row.cells[CELLS[panel] + 1];
    const spread = cell.querySelector("i");
    const over = spread === null ? "" : ` (${spread.textContent} over its runs)`;
    tip.replaceChildren(title, `${who}: ${cell.firstChild.textContent}${UNITS[panel]}${over}`);
    tip.hidden = false;
    const { width, height } = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(4, Math.min(event.clientX + 12, innerWidth - width - 8))}px`;
    tip.style.top = `${event.clientY + 18 + height > innerHeight ? event.clientY - height - 10 : event.clientY + 18}px`;
  }

  const chosen = () => (select.value === "" ? null : Number(select.value));
  let shown = null;
  function leave() {
    if (shown === null) return;
    shown = null;
    tip.hidden = true;
    follow(chosen());
  }
  document.addEventListener("pointermove", (event) => {
    const svg = event.target.closest?.(".lane svg");
    const place = svg ? nearestOf(svg, event) : -1;
    if (place < 0) return leave();
    const lane = svg.closest(".lane");
    const world = worldsOf(lane)[place];
    show(lane, world, event);
    if (shown === world) return;
    shown = world;
    follow(world);
  });
  document.addEventListener("pointerleave", leave);
})();
