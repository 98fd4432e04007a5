/* On a phone a table becomes cards: each cell takes its column's head as its label. Table semantics stay. */
function labelCells(root) {
  for (const table of root.querySelectorAll("table[data-becomes-cards]")) {
    const heads = [...table.querySelectorAll("thead th")];
    for (const head of heads) if (!head.scope) head.scope = "col";
    table.setAttribute("role", "table"); // the cards' display would take these roles away
    for (const row of table.querySelectorAll("tbody tr, tfoot tr")) {
      row.setAttribute("role", "row");
      let column = 0;
      for (const cell of row.cells) {
        cell.setAttribute("role", "cell");
        const head = heads[column];
        const words = head && !head.querySelector(".sr-only") ? head.textContent.trim() : "";
        if (words && cell.colSpan === 1 && !cell.dataset.label) cell.dataset.label = words;
        if (head?.classList.contains("num")) cell.classList.add("num");
        column += cell.colSpan;
      }
    }
  }
}
labelCells(document);
document.addEventListener("htmx:load", (event) => labelCells(event.target.parentElement ?? document));
