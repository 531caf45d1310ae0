import '../../storage/src/index.js';
