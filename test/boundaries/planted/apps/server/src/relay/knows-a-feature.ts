import '../sessions/sessions.service.js';
