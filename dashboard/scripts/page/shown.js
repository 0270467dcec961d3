// Which page is shown, and of which moment: it comes a little after its address. Tests read it as `muster.page`.
export const page = {path: '', parameters: /** @type {Record<string, string>} */ ({})};
