import '../gajosu/gajosu.presenter.js';
