/* Draws the charts of a page from their JSON, as SVG. The library is fetched only where a chart stands. */
const INKS = ["#b3371c", "#2e6b3c", "#c07a08", "#5b6d8c", "#8a5a83", "#6f6558"];
const TONES = { ember: "#b3371c", leaf: "#2e6b3c", sun: "#d08a12", alarm: "#a5122c", dim: "#b9ae9c" };
const library = document.currentScript.dataset.library;
let arriving = null;

function fetchLibrary() {
  arriving ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = library;
    script.onload = () => resolve(window.echarts);
    script.onerror = reject;
    document.head.append(script);
  });
  return arriving;
}

function options(chart) {
  const text = { fontFamily: getComputedStyle(document.body).fontFamily, color: "#574e43", fontSize: 13 };
  const shared = {
    color: chart.series.map((s, i) => TONES[s.tone] ?? INKS[i % INKS.length]), textStyle: text, animation: false, aria: { enabled: false },
    tooltip: { trigger: chart.kind === "radar" ? "item" : "axis", confine: true, textStyle: { fontFamily: text.fontFamily } },
    legend: chart.series.length > 1 ? { bottom: 0, icon: "roundRect", itemWidth: 14, itemHeight: 8, textStyle: text } : undefined,
  };
  if (chart.kind === "radar") {
    return { ...shared,
      radar: { indicator: chart.labels.map((name) => ({ name, max: chart.top ?? undefined })), axisName: { ...text, width: 84, overflow: "break" }, radius: "56%", center: ["50%", "48%"],
        splitArea: { areaStyle: { color: ["#ffffff", "#fbf8f2"] } }, splitLine: { lineStyle: { color: "#e6dfd2" } }, axisLine: { lineStyle: { color: "#e6dfd2" } } },
      series: [{ type: "radar", symbolSize: 5, data: chart.series.map((s, i) => ({ name: s.name, value: s.values, areaStyle: { opacity: i ? 0 : 0.1 } })) }],
    };
  }
  const names = { type: "category", data: chart.labels, axisTick: { show: false }, axisLine: { lineStyle: { color: "#b9ae9c" } }, axisLabel: { ...text, hideOverlap: true } };
  const numbers = { type: "value", max: chart.top ?? undefined, splitLine: { lineStyle: { color: "#efe8db" } }, axisLabel: { ...text, hideOverlap: true } };
  const lies = chart.kind === "rows";
  return { ...shared,
    grid: { left: 8, right: 20, top: 16, bottom: chart.series.length > 1 ? 36 : 8, containLabel: true },
    xAxis: lies ? numbers : names, yAxis: lies ? { ...names, inverse: true } : numbers,
    series: chart.series.map((s) => ({
      name: s.name, data: s.values, type: chart.kind === "line" ? "line" : "bar", stack: chart.stacked ? "all" : undefined,
      barMaxWidth: 28, symbolSize: 7, lineStyle: { width: 2.5 }, itemStyle: { borderRadius: chart.stacked ? 0 : lies ? [0, 4, 4, 0] : [4, 4, 0, 0] },
    })),
  };
}

async function drawCharts(root) {
  const figures = [...root.querySelectorAll("[data-chart]:not([data-drawn])")];
  if (!figures.length) return;
  for (const figure of figures) figure.dataset.drawn = "";
  let echarts;
  try {
    echarts = await fetchLibrary();
  } catch {
    for (const figure of figures) figure.querySelector("[data-chart-box]").remove();
    for (const figure of figures) figure.querySelector("details").open = true; // the table says the same
    return;
  }
  for (const figure of figures) {
    const box = figure.querySelector("[data-chart-box]");
    const drawn = echarts.init(box, null, { renderer: "svg" });
    drawn.setOption(options(JSON.parse(figure.querySelector("script[type='application/json']").textContent)));
    new ResizeObserver(() => drawn.resize()).observe(box);
  }
}
drawCharts(document);
document.addEventListener("htmx:load", (event) => drawCharts(event.target.parentElement ?? document));
