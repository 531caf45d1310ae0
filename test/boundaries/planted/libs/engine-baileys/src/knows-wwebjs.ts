import 'whatsapp-web.js';
