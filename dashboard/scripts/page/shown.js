// Which page is shown: it comes a little after its address. Tests read it as `muster.page`.
export const page = {path: ''};
