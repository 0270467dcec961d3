// Gives the labels inside drawings that read badly on what is painted behind them; axe looks at none of them.
(() => {
  const LEAST = 4.5;
  const LEAST_LARGE = 3;
  const SHAPES = 'rect, path, circle, ellipse, polygon';

  function colour(text) {
    if (!/^(rgb|color)/.test(text)) return [0, 0, 0, 0];
    const parts = text.match(/[\d.]+/g).map(Number);
    const scale = text.startsWith('color') ? 255 : 1;
    return [...parts.slice(0, 3).map(part => part * scale), parts[3] ?? 1];
  }
  const over = (top, under) => under.map((part, i) => top[i] * top[3] + part * (1 - top[3]));
  function luminance(rgb) {
    const [red, green, blue] = rgb.map(part => part / 255)
      .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }
  function contrast(first, second) {
    const [high, low] = [luminance(first), luminance(second)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  }
  function fillOf(element) {
    const style = getComputedStyle(element);
    const fill = colour(style.fill);
    fill[3] *= Number(style.fillOpacity);
    for (let one = element; one instanceof SVGElement; one = one.parentElement) fill[3] *= Number(getComputedStyle(one).opacity);
    return fill;
  }
  // What lies behind a drawing: the surfaces of the page, from the outermost in.
  function ground(element) {
    const surfaces = [];
    for (let one = element; one; one = one.parentElement) {
      if (!(one instanceof SVGElement)) surfaces.push(colour(getComputedStyle(one).backgroundColor));
    }
    return surfaces.reverse().reduce((under, top) => over(top, under), [255, 255, 255]);
  }
  function covers(shape, x, y) {
    const box = shape.getBoundingClientRect();
    if (x < box.left || x > box.right || y < box.top || y > box.bottom) return false;
    const toLocal = shape.getScreenCTM();
    return toLocal !== null && shape.isPointInFill(new DOMPoint(x, y).matrixTransform(toLocal.inverse()));
  }
  function behind(text, drawing) {
    const box = text.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    return [...drawing.querySelectorAll(SHAPES)]
      .filter(shape => shape.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING)
      .filter(shape => !shape.closest('defs, clipPath, mask') && shape.checkVisibility({visibilityProperty: true}))
      .filter(shape => covers(shape, x, y))
      .reduce((under, shape) => over(fillOf(shape), under), ground(drawing));
  }
  function least(style) {
    const size = parseFloat(style.fontSize);
    return size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? LEAST_LARGE : LEAST;
  }

  const faint = [];
  for (const text of document.querySelectorAll('svg text')) {
    const words = text.textContent.trim();
    if (!words || !text.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
    const back = behind(text, text.closest('.js-plotly-plot') || text.closest('svg'));
    const ratio = contrast(over(fillOf(text), back), back);
    if (ratio >= least(getComputedStyle(text))) continue;
    const place = text.closest('[id]:not(svg *)');
    faint.push(`${words.slice(0, 40)}: ${ratio.toFixed(1)} in ${place ? place.id : text.closest('svg').className.baseVal}`);
  }
  return faint;
})()
