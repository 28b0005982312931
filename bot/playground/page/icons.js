// The page's drawings: line icons as SVG nodes, hidden from screen readers because their buttons have names.

const NS = "http://www.w3.org/2000/svg";

const PATHS = {
  send: "M4 12 3 4l18 8-18 8 1-8Zm0 0h8",
  attach: "m20 11-8.5 8.5a5.2 5.2 0 0 1-7.4-7.4l9-9a3.5 3.5 0 0 1 5 5l-9 9a1.8 1.8 0 0 1-2.5-2.5l8-8",
  microphone: "M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3ZM6 11a6 6 0 0 0 12 0M12 17v4m-3 0h6",
  slash: "M5 3h14a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2Zm9 4-4 10",
  keyboard: "M4 6h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1Zm3 4h.01M11 10h.01M15 10h.01M18 10h.01M8 14h8",
  reply: "m9 6-6 6 6 6M3 12h11a7 7 0 0 1 7 7",
  edit: "m4 20 1-5L16 4l4 4L9 19l-5 1Zm9-13 4 4",
  forward: "m15 6 6 6-6 6m6-6H10a7 7 0 0 0-7 7",
  more: "M12 5h.01M12 12h.01M12 19h.01",
  close: "m6 6 12 12M18 6 6 18",
  tick: "m5 13 4 4L19 7",
  ticks: "m2 13 4 4L15 7m-4 8 2 2L22 7",
  file: "M6 3h8l5 5v12a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1Zm8 0v5h5",
  photo: "M5 4h14a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2Zm-2 13 5-5 4 4 3-3 6 6M15.5 9h.01",
  link: "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7L12 7m2 3a4 4 0 0 0-6-.4l-3 3A4 4 0 0 0 10.7 18l1.3-1",
  scan: "M4 8V5a1 1 0 0 1 1-1h3m8 0h3a1 1 0 0 1 1 1v3m0 8v3a1 1 0 0 1-1 1h-3m-8 0H5a1 1 0 0 1-1-1v-3M8 8h3v3H8Zm5 0h3v3h-3Zm-5 5h3v3H8Zm5.5.5h.01M16 16h.01",
  block: "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18ZM6 6l12 12",
  play: "M8 5v14l11-7Z",
  pause: "M8 5v14M16 5v14",
  stop: "M7 7h10v10H7Z",
  clock: "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18Zm0 4v5l3 2",
  ahead: "m4 6 7 6-7 6Zm9 0 7 6-7 6Z",
  fault: "M13 3 5 14h6l-1 7 8-11h-6Z",
  help: "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18Zm-2.5 7a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M12 17h.01",
  plus: "M12 5v14M5 12h14",
  group: "M9 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6ZM3 19c0-3.5 2.5-5.5 6-5.5s6 2 6 5.5M16 5.5a3 3 0 0 1 0 5M18 14c2 .7 3 2.5 3 5",
  channel: "M4 10v4h3l9 5V5l-9 5Zm15-1c1.3 1.7 1.3 4.3 0 6M8 14.5l1 5h2",
  outside: "M9 5H6a1 1 0 0 0-1 1v12a1 1 0 0 0 1 1h12a1 1 0 0 0 1-1v-3M13 4h7v7m0-7-9 9",
  down: "m6 9 6 6 6-6",
  further: "m9 5 7 7-7 7",
  download: "M12 4v11m-5-5 5 5 5-5M5 20h14",
  language: "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18Zm-9 9h18M12 3c3 3 3.5 6 3.5 9s-.5 6-3.5 9c-3-3-3.5-6-3.5-9S9 6 12 3Z",
  hide: "M3 12c2.5-4 5.5-6 9-6s6.5 2 9 6c-2.5 4-5.5 6-9 6s-6.5-2-9-6Zm1 8L20 4",
  contact: "M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8ZM4 20c0-3.5 3.5-5.5 8-5.5s8 2 8 5.5",
  location: "M12 21c-4-4.5-6-8-6-11a6 6 0 0 1 12 0c0 3-2 6.5-6 11Zm0-13.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5Z",
  sticker: "M12 3a9 9 0 1 0 9 9c-5 1-8-1-9-9Zm0 0 9 9M8.5 10h.01M9 15c1.5 1.2 3 1.3 4.5.5",
  poll: "M5 20V10m7 10V4m7 16v-7",
  menu: "M4 7h16M4 12h16M4 17h16",
};

const SOLID = new Set(["play", "stop"]);

export function icon(name) {
  const svg = document.createElementNS(NS, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  svg.setAttribute("class", SOLID.has(name) ? "icon solid" : "icon");
  const path = document.createElementNS(NS, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
