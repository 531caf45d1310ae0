import '../../core/testing/index.js';
