import { once } from 'node:events';
import { Agent, createServer, request as send } from 'node:http';

/**
 * Passes requests on to one instance after the other, without sticky sessions. As balancers do, it tries the
 * next one when an instance cannot be reached, or closes a connection that was used before.
 */
export class Balancer {
  // Idle connections go before an instance closes them, which is after five seconds.
  #agent = new Agent({ keepAlive: true, timeout: 2000 });
  #next = 0;
  #ports;
  #server = createServer((request, response) => void this.#serve(request, response));

  constructor(ports) {
    this.#ports = ports;
  }

  async listen(port) {
    await once(this.#server.listen(Number(port), '127.0.0.1'), 'listening');
  }

  async close() {
    this.#agent.destroy();
    this.#server.closeAllConnections();
    await once(this.#server.close(), 'close');
  }

  async #serve(request, response) {
    const body = Buffer.concat(await request.toArray());
    this.#forward(request, body, response, this.#ports.length);
  }

  #forward(request, body, response, tries) {
    const { method, url: path, headers } = request;
    const port = this.#ports[(this.#next += 1) % this.#ports.length];
    const options = { agent: this.#agent, host: '127.0.0.1', port, method, path, headers };
    const passedOn = send(options, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
      answer.once('error', () => response.destroy());
    });
    passedOn.once('error', (error) => {
      if (response.headersSent) response.destroy();
      else if (tries > 1 && mayGoElsewhere(passedOn, error))
        this.#forward(request, body, response, tries - 1);
      else response.writeHead(502, { 'x-balancer': String(error.code) }).end();
    });
    passedOn.end(body);
  }
}

/** Nobody was there; or a connection was closed, as it seems, while it was idle. */
function mayGoElsewhere({ method, reusedSocket }, { code }) {
  return code === 'ECONNREFUSED' || (code === 'ECONNRESET' && reusedSocket && method === 'GET');
}
