// Light and dark: as the system is, or as somebody chose.
import {setProps} from './dash.js';
import {closest} from './dom.js';

const SCHEME_KEY = 'muster-scheme';
const dark = () => window.matchMedia('(prefers-color-scheme: dark)');

function storedScheme() {
  try {
    return localStorage.getItem(SCHEME_KEY);
  } catch {
    return null;
  }
}

const present = () => storedScheme() || (dark().matches ? 'dark' : 'light');

function paint() {
  document.documentElement.dataset.mantineColorScheme = present();
  if (document.body) document.body.dataset.agThemeMode = present();
}

function force() {
  if (storedScheme()) setProps('mantine', {forceColorScheme: present()});
}

function tell() {
  paint();
  force();
  setProps('scheme', {data: present()});
}

function change() {
  try {
    localStorage.setItem(SCHEME_KEY, present() === 'dark' ? 'light' : 'dark');
  } catch {
    return;
  }
  tell();
}

/** Dash asks for the scheme when a page comes. */
export function scheme() {
  paint();
  force();
  return present();
}

/** Paint it, and change it with the system or at a click. */
export function start() {
  dark().addEventListener('change', () => {
    if (!storedScheme()) tell();
  });
  document.addEventListener('click', event => {
    if (closest(event.target, '#scheme-toggle')) change();
  });
  paint();
}
