import { API_VERSION } from '@aigc/plugin-api';
import { model } from './model.js';

/** @type {import('@aigc/plugin-api').Plugin} */
export const plugin = { apiVersion: API_VERSION, name: 'aigc-plugin-noise', families: [{ family: 'noise', models: [model] }] };
