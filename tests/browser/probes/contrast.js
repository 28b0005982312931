// How far an element's words stand out from all that lies behind them (WCAG's contrast ratio, 1 to 21).
(node) => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const pixel = (colour, under) => {
    for (const fill of [under, colour]) {
      canvas.fillStyle = fill;
      canvas.fillRect(0, 0, 1, 1);
    }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const layers = [];
  for (let at = node; at; at = at.parentElement) layers.unshift(getComputedStyle(at).backgroundColor);
  let back = "white";
  for (const layer of layers) back = `rgb(${pixel(layer, back).join()})`;
  const linear = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const light = (colour) => {
    const [red, green, blue] = pixel(colour, back).map((value) => linear(value / 255));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [one, other] = [light(getComputedStyle(node).color), light(back)].sort((a, b) => b - a);
  return (one + 0.05) / (other + 0.05);
}
