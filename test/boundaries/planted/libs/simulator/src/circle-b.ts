import './circle-a.js';
