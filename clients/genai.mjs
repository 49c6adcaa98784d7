// Google's own client.
import assert from 'node:assert/strict';
import { GoogleGenAI } from '@google/genai';
import { engineStopped, failure, fast, fits, followUp, image, key, nobody, question, report, schema, slow, tools, url } from './harness.mjs';

const clientOf = apiKey => new GoogleGenAI({ apiKey, vertexai: false, httpOptions: { baseUrl: url, retryOptions: { attempts: 1 } } });
const models = clientOf(key).models;
const system = { systemInstruction: 'Be brief.' };
const request = (contents, config, model = fast) => ({ model, contents, config: { ...system, ...config } });
const ask = (contents, config, model) => models.generateContent(request(contents, config, model));
const asked = [{ role: 'user', parts: [{ text: question }] }];
const declarations = tools.map(({ name, description, schema }) => ({ name, description, parametersJsonSchema: schema }));

async function callAndAnswer(offered) {
  const config = { tools: [{ functionDeclarations: offered }] };
  const whole = await ask(asked, config);
  const streamed = [];
  for await (const chunk of await models.generateContentStream(request(asked, config))) {
    streamed.push(...(chunk.candidates?.[0]?.content?.parts ?? []));
  }

  for (const parts of [whole.candidates[0].content.parts, streamed]) {
    const calls = parts.map(part => part.functionCall).filter(call => call);
    assert.deepEqual(calls.map(call => call.name), offered.map(tool => tool.name));
    assert.ok(calls.every(call => fits(call.args)));
    const results = calls.map(({ id, name }) => ({ functionResponse: { id, name, response: { output: 'sunny' } } }));
    const answer = await ask([...asked, { role: 'model', parts }, { role: 'user', parts: results }], config);
    assert.ok(answer.text.length > 0);
  }
}

await report({
  text: async () => assert.ok((await ask(asked)).text.length > 0),
  stream: async () => {
    const whole = await ask(asked);
    let text = '', finish;
    for await (const chunk of await models.generateContentStream(request(asked))) {
      text += chunk.text ?? '';
      finish = chunk.candidates?.[0]?.finishReason ?? finish;
    }

    assert.equal(text, whole.text);
    assert.equal(finish, 'STOP');
  },
  multiTurn: async () => {
    const chat = clientOf(key).chats.create({ model: fast, config: system });
    const first = (await chat.sendMessage({ message: question })).usageMetadata;
    const second = (await chat.sendMessage({ message: followUp })).usageMetadata;
    assert.ok(second.promptTokenCount > first.promptTokenCount + first.candidatesTokenCount);
  },
  tools: () => callAndAnswer(declarations.slice(0, 1)),
  parallelTools: () => callAndAnswer(declarations),
  vision: () => ask([{ role: 'user', parts: [{ text: question }, { inlineData: { mimeType: 'image/png', data: image } }] }]).then(() => undefined),
  jsonSchema: async () => {
    const answer = await ask(asked, { responseMimeType: 'application/json', responseJsonSchema: schema });
    assert.ok(fits(JSON.parse(answer.text)));
  },
  usage: async () => {
    const whole = (await ask(asked)).usageMetadata;
    let streamed;
    for await (const chunk of await models.generateContentStream(request(asked))) {
      streamed = chunk.usageMetadata ?? streamed;
    }

    const counts = usage => [usage.promptTokenCount, usage.candidatesTokenCount];
    assert.deepEqual(counts(streamed), counts(whole));
    return { input: whole.promptTokenCount, output: whole.candidatesTokenCount };
  },
  error: async () => {
    const unknown = await failure(() => ask(asked, {}, nobody));
    assert.equal(unknown.status, 404, String(unknown));
    assert.match(unknown.message, /no model 'nobody'/);
    assert.equal((await failure(() => clientOf('sk-wrong').models.generateContent(request(asked)))).status, 401);
  },
  abort: async () => {
    const abort = new AbortController();
    const stream = await models.generateContentStream(request(asked, { abortSignal: abort.signal }, slow));
    await failure(async () => {
      for await (const chunk of stream) {
        if (chunk.text) {
          abort.abort();
        }
      }
    });
    await engineStopped();
  },
  models: async () => {
    const names = [];
    for await (const model of await models.list()) {
      names.push(model.name);
    }

    assert.ok(names.includes('models/fast'), names.join());
    assert.equal((await models.get({ model: fast })).name, 'models/fast');
  },
  countTokens: async () => assert.ok((await models.countTokens({ model: fast, contents: asked })).totalTokens > 0),
});
