import '../compat/gajosu/gajosu.presenter.js';
