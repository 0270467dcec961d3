// An identity provider on this machine: `node provider.mjs PORT REDIRECT LIBRARY`. It knows four people.
const [port, redirect, library] = process.argv.slice(2);
const {default: Provider} = await import(library);
const people = {
  ann: {preferred_username: 'ann', groups: ['watch', 'recorders'], country: 'EE'},
  cleo: {preferred_username: 'cleo', groups: ['headquarters']},
  guest: {preferred_username: 'guest', groups: ['visitors'], country: 'EE'},
  taken: {preferred_username: 'local', groups: ['watch'], country: 'EE'},
};
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{client_id: 'muster', client_secret: 'a secret of the tests', redirect_uris: [redirect]}],
  pkce: {required: () => true},
  conformIdTokenClaims: false,
  claims: {openid: ['sub'], profile: ['preferred_username', 'groups', 'country'], email: ['email']},
  findAccount: (_, id) => people[id] && {accountId: id, claims: () => ({sub: `subject-of-${id}`, ...people[id]})},
  features: {devInteractions: {enabled: true}},
  cookies: {keys: ['of the tests']},
});
provider.listen(Number(port), '127.0.0.1', () => process.stdout.write('ready\n'));
