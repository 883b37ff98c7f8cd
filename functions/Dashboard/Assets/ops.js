// Draws the charts of a page from the tables behind them, and again whenever the page has refreshed itself.
(() => {
  const charts = new WeakMap();
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const isRtl = document.documentElement.dir === "rtl";
  const digits = [...document.documentElement.dataset.digits];
  const localise = (text) => String(text).replace(/\d/g, (d) => digits[d]);

  function read(figure) {
    const heads = [...figure.querySelectorAll("thead th")].map((th) => th.textContent);
    const rows = [...figure.querySelectorAll("tbody tr")];
    const labels = rows.map((row) => row.querySelector("th").textContent);
    const values = rows.map((row) => [...row.querySelectorAll("td")].map((td) => {
      const data = td.querySelector("data");
      return data ? Number(data.value) : null;
    }));
    return { labels, series: heads.slice(1).map((name, i) => ({ name, values: values.map((row) => row[i]) })) };
  }

  function settings(figure, table) {
    const isLine = figure.dataset.chart === "line";
    const isStacked = figure.dataset.chart === "stacked_bar";
    const ink = css("--muted");
    const axis = { ticks: { color: ink, font: { family: css("--fonts") } }, grid: { color: css("--border") }, border: { color: css("--border") } };
    return {
      type: isLine ? "line" : "bar",
      data: {
        labels: table.labels,
        datasets: table.series.map((one, i) => ({
          label: one.name, data: one.values, backgroundColor: css(`--series-${(i % 6) + 1}`), borderColor: css(`--series-${(i % 6) + 1}`),
          borderWidth: isLine ? 2 : 0, pointRadius: isLine ? 2 : 0, maxBarThickness: 36,
        })),
      },
      options: {
        animation: false,
        maintainAspectRatio: false,
        interaction: { mode: "index", intersect: false },
        scales: {
          x: { ...axis, stacked: isStacked, reverse: isRtl, ticks: { ...axis.ticks, maxRotation: 0, autoSkipPadding: 12 } },
          y: {
            ...axis, stacked: isStacked, beginAtZero: true, position: isRtl ? "right" : "left",
            ticks: { ...axis.ticks, callback: (value) => localise(value.toLocaleString("en-US")), precision: 2 },
          },
        },
        plugins: {
          legend: {
            display: table.series.length > 1, position: "bottom", rtl: isRtl,
            labels: { color: css("--ink"), boxWidth: 12, boxHeight: 12, font: { family: css("--fonts") } },
          },
          tooltip: {
            rtl: isRtl, textDirection: isRtl ? "rtl" : "ltr", titleFont: { family: css("--fonts") }, bodyFont: { family: css("--fonts") },
            callbacks: { label: (item) => `${item.dataset.label}: ${localise(item.formattedValue)}` },
          },
        },
      },
    };
  }

  function draw() {
    for (const figure of document.querySelectorAll("figure[data-chart]")) {
      const table = read(figure);
      const state = JSON.stringify([table, css("--ink")]);
      const known = charts.get(figure);
      if (known?.state === state) continue;
      known?.chart.destroy();
      figure.classList.add("drawn");
      charts.set(figure, { state, chart: new Chart(figure.querySelector("canvas"), settings(figure, table)) });
    }
  }

  // A refresh must not take away what somebody is about to send.
  const isBusy = () => document.querySelector("main :checked:not(option)") || document.activeElement?.matches("main input, main select, main textarea");
  document.addEventListener("htmx:before:request", (event) => {
    if (document.hidden || isBusy()) event.preventDefault();
  });
  document.addEventListener("htmx:after:swap", draw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-checks]")) return;
    for (const box of document.querySelectorAll(`input[name="${event.target.dataset.checks}"]`)) box.checked = event.target.checked;
  });
  draw();
})();
