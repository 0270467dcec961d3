// What a tab and the shared worker say to each other besides the messages of the feed.
export const BYE = 'bye';
export const WAKE = 'wake';
