// Tells of everything on the page that lacks a name, a text for its picture, or the element it points to.
() => {
  const problems = [];
  const tell = (problem, node) => problems.push(`${problem}: ${node.outerHTML.slice(0, 120)}`);
  const name = (node) => (node.getAttribute("aria-label") || node.getAttribute("aria-labelledby")
    || node.labels?.[0]?.textContent || node.textContent || node.title || "").trim();
  const pictured = (node) => node.querySelector("img[alt]:not([alt=''])");
  for (const node of document.querySelectorAll("button, a, select, textarea, input:not([type=file])")) {
    if (!name(node) && !pictured(node)) tell("no name", node);
  }
  for (const node of document.querySelectorAll("img:not([alt])")) tell("no text", node);
  for (const node of document.querySelectorAll("svg:not([aria-hidden])")) tell("a drawing is read out", node);
  for (const node of document.querySelectorAll("video:not([aria-label])")) tell("no name", node);
  const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) problems.push(`twice: ${id}`);
  for (const attribute of ["aria-labelledby", "aria-controls", "aria-activedescendant"]) {
    for (const node of document.querySelectorAll(`[${attribute}]`)) {
      for (const id of node.getAttribute(attribute).split(/\s+/)) {
        if (!document.getElementById(id)) tell(`points nowhere (${id})`, node);
      }
    }
  }
  return problems;
}
