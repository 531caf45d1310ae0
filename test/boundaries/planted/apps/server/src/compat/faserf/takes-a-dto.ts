import '../../messages/messages.dto.js';
