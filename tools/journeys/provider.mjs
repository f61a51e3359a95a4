// The fake Criipto in a process of its own, so that none of its functions is counted.
// The parent asks for logins by their authorization URL, and is told where the browser is sent back to.
import { FakeCriipto } from '../../dist/testing/index.js';

const fake = await FakeCriipto.start({ clients: [JSON.parse(process.argv[2])] });

process.on('message', (authorizationUrl) => {
  void fake.approve(authorizationUrl).then(({ url }) => process.send(url));
});
process.on('disconnect', () => process.exit());
process.send(fake.issuer);
