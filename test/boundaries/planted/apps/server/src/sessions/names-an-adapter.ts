import '../../../../libs/engine-baileys/src/index.js';
