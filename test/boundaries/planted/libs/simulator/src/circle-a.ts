import './circle-b.js';
