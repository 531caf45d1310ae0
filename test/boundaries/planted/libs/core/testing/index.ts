import '../../simulator/src/index.js';
export const testing = 1;
