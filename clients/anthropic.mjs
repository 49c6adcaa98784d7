// Anthropic's own client.
import assert from 'node:assert/strict';
import Anthropic from '@anthropic-ai/sdk';
import { engineStopped, failure, fast, fits, followUp, image, key, nobody, question, report, schema, slow, tools, url } from './harness.mjs';

const client = new Anthropic({ baseURL: url, apiKey: key, maxRetries: 0 });
const request = (messages, more) => ({ model: fast, max_tokens: 200, system: 'Be brief.', messages, ...more });
const ask = (messages, more) => client.messages.create(request(messages, more));
const asked = [{ role: 'user', content: question }];
const offers = tools.map(({ name, description, schema }) => ({ name, description, input_schema: schema }));

async function callAndAnswer(offered) {
  const whole = await ask(asked, { tools: offered });
  const streamed = await client.messages.stream(request(asked, { tools: offered })).finalMessage();
  for (const message of [whole, streamed]) {
    assert.equal(message.stop_reason, 'tool_use');
    const calls = message.content.filter(block => block.type === 'tool_use');
    assert.deepEqual(calls.map(call => call.name), offered.map(tool => tool.name));
    assert.ok(calls.every(call => fits(call.input)));
    assert.equal(new Set(calls.map(call => call.id)).size, offered.length);
    const results = calls.map(call => ({ type: 'tool_result', tool_use_id: call.id, content: 'sunny' }));
    const answer = await ask(
      [...asked, { role: 'assistant', content: message.content }, { role: 'user', content: results }], { tools: offered });
    assert.ok(answer.content[0].text.length > 0);
  }
}

await report({
  text: async () => assert.ok((await ask(asked)).content[0].text.length > 0),
  stream: async () => {
    const whole = await ask(asked);
    const stream = client.messages.stream(request(asked));
    let text = '';
    stream.on('text', piece => { text += piece; });
    const last = await stream.finalMessage();
    assert.equal(text, whole.content[0].text);
    assert.equal(last.stop_reason, 'end_turn');
  },
  multiTurn: async () => {
    const first = await ask(asked);
    const second = await ask([...asked, { role: 'assistant', content: first.content }, { role: 'user', content: followUp }]);
    assert.ok(second.usage.input_tokens > first.usage.input_tokens + first.usage.output_tokens);
  },
  tools: () => callAndAnswer(offers.slice(0, 1)),
  parallelTools: () => callAndAnswer(offers),
  vision: () => ask([{
    role: 'user',
    content: [{ type: 'image', source: { type: 'base64', media_type: 'image/png', data: image } }, { type: 'text', text: question }],
  }]).then(() => undefined),
  jsonSchema: async () => {
    const answer = await ask(asked, { output_config: { format: { type: 'json_schema', schema } } });
    assert.ok(fits(JSON.parse(answer.content[0].text)));
  },
  usage: async () => {
    const whole = (await ask(asked)).usage;
    const streamed = (await client.messages.stream(request(asked)).finalMessage()).usage;
    assert.deepEqual([streamed.input_tokens, streamed.output_tokens], [whole.input_tokens, whole.output_tokens]);
    return { input: whole.input_tokens, output: whole.output_tokens };
  },
  error: async () => {
    const unknown = await failure(() => ask(asked, { model: nobody }));
    assert.ok(unknown instanceof Anthropic.NotFoundError, String(unknown));
    assert.match(unknown.message, /no model 'nobody'/);
    const stranger = new Anthropic({ baseURL: url, apiKey: 'sk-wrong', maxRetries: 0 });
    assert.ok(await failure(() => stranger.models.list()) instanceof Anthropic.AuthenticationError);
  },
  abort: async () => {
    for await (const event of await ask(asked, { model: slow, stream: true })) {
      if (event.type === 'content_block_delta') {
        break;
      }
    }
    await engineStopped();
  },
  countTokens: async () => assert.ok((await client.messages.countTokens({ model: fast, messages: asked })).input_tokens > 0),
});
