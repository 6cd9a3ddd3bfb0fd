// Sorts and filters the tables and draws the charts. Computes no figure.
"use strict";
(() => {
  const cellKey = (row, column) => {
    const cell = row.cells[column];
    const figure = cell.querySelector("[data-v]");
    return figure ? figure.dataset.v : cell.textContent.trim();
  };
  const byText = new Intl.Collator("en", { numeric: true }).compare;
  const compare = (a, b) => {
    if (a === "" || b === "") return (a === "") - (b === "");
    const difference = Number(a) - Number(b);
    return Number.isNaN(difference) ? byText(a, b) : difference;
  };
  for (const table of document.querySelectorAll("table.sortable")) {
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const sign = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", sign === 1 ? "ascending" : "descending");
        const body = table.tBodies[0];
        const rows = [...body.rows].map((row) => [cellKey(row, column), row]);
        rows.sort((a, b) => sign * compare(a[0], b[0]));
        body.append(...rows.map((pair) => pair[1]));
      });
    });
  }
  for (const input of document.querySelectorAll("input[data-filter]")) {
    const table = document.getElementById(input.dataset.filter);
    input.addEventListener("input", () => {
      const wanted = input.value.trim().toLowerCase();
      for (const row of table.tBodies[0].rows) {
        row.hidden = wanted !== "" && !row.textContent.toLowerCase().includes(wanted);
      }
    });
  }

  const data = JSON.parse(document.getElementById("chart-data").textContent);

  // One image for screen readers: the library labels each group of marks, which says nothing more.
  const asImage = (svg) => {
    svg.setAttribute("role", "img");
    for (const part of svg.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
    return svg;
  };

  // One small chart per hop; its title and its place come from the table below.
  const hopTimes = (figure) => {
    const heads = new Map();
    for (const row of document.querySelectorAll("#lag tr[data-t='report.report_hops']")) {
      heads.set(JSON.stringify(JSON.parse(row.dataset.k)), row);
    }
    const groups = d3.group(data.hop_times, (d) =>
      JSON.stringify([d.hop, d.handoff_id, d.service_level]));
    const plots = document.createElement("div");
    plots.className = "plots";
    for (const [key, head] of heads) {
      const rows = groups.get(key);
      if (!rows) continue;
      const part = document.createElement("figure");
      const title = document.createElement("h3");
      title.textContent = head.cells[0].textContent;
      const promise = document.createElement("span");
      promise.className = "sub";
      promise.textContent = `promise: ${head.cells[2].textContent}`;
      title.append(promise);
      part.append(title, asImage(hopChart(rows, head.cells[0].textContent)));
      plots.append(part);
    }
    figure.append(plots);
  };

  const hopChart = (rows, name) => {
    // Where a group has both kinds, each has half of its width.
    const bars = rows.flatMap((d) => {
      const middle = d.reached && d.waiting ? 0 : 0.4;
      const both = [
        { x1: d.bucket - 0.4, x2: d.bucket + middle, count: d.reached,
          fill: d.is_in_time ? "var(--in-time)" : "var(--late)" },
        { x1: d.bucket - middle, x2: d.bucket + 0.4, count: d.waiting, fill: "var(--waiting)" },
      ];
      return both.filter((bar) => bar.count);
    });
    const last = rows.findLast((d) => d.is_in_time);
    const labels = new Map(rows.map((d) => [d.bucket, d.label]));
    return Plot.plot({
      width: 300, height: 150, marginLeft: 16, marginRight: 8, marginTop: 20, marginBottom: 44,
      ariaLabel: `${name}: times in shares of the promise`,
      ariaDescription: "The tables below have the same figures.",
      style: { background: "none", color: "inherit", fontFamily: "inherit", fontSize: "10px" },
      x: {
        domain: [0.4, rows.length + 0.6], ticks: rows.map((d) => d.bucket),
        tickFormat: (bucket) => labels.get(bucket), label: null, tickSize: 0, tickRotate: -35,
      },
      y: { axis: null },
      marks: [
        Plot.rectY(bars, { x1: "x1", x2: "x2", y: "count", fill: "fill" }),
        Plot.text(bars, {
          x: (d) => (d.x1 + d.x2) / 2, y: "count", text: (d) => d.count.toLocaleString("en"),
          dy: -3, lineAnchor: "bottom", fill: "currentColor",
        }),
        Plot.ruleY([0], { stroke: "currentColor", strokeOpacity: 0.5 }),
        last
          ? Plot.ruleX([last.bucket + 0.5], {
              stroke: "currentColor", strokeWidth: 1.5, strokeDasharray: "4 2", insetTop: -14,
            })
          : null,
      ],
    });
  };

  const trend = (figure) => {
    const rows = data.trend
      .filter((d) => d.handoff_id === figure.dataset.handoff)
      .map((d) => ({ ...d, at: new Date(d.as_of.replace(" ", "T") + "Z") }));
    if (!rows.length) return;
    figure.querySelector("figcaption").after(asImage(Plot.plot({
      width: 620, height: 130, marginLeft: 40, ariaLabel: "Rows in violation in each audit",
      style: { background: "none", color: "inherit", fontFamily: "inherit" },
      x: { type: "utc", label: null }, y: { label: null, zero: true, grid: true, ticks: 4 },
      marks: [
        Plot.lineY(rows, { x: "at", y: "violations", stroke: "var(--late)", strokeWidth: 2 }),
        Plot.dotY(rows, { x: "at", y: "violations", fill: "var(--late)" }),
      ],
    })));
  };

  for (const figure of document.querySelectorAll("figure[data-chart]")) {
    ({ hop_times: hopTimes, trend })[figure.dataset.chart](figure);
  }
})();
