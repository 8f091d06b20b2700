import { API_VERSION } from '@aigc/plugin-api';
import { model } from './model.js';

/** @type {import('@aigc/plugin-api').Plugin} */
export const plugin = { apiVersion: API_VERSION, name: '__NAME__', families: [{ family: '__FAMILY__', models: [model] }] };
