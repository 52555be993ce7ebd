import { createFileRoute } from '@tanstack/react-router';
import { ChatPage } from '../../chat/ChatPage.tsx';
import { readChatSearch } from '../../chat/search.ts';

export const Route = createFileRoute('/chat')({ component: ChatPage, validateSearch: readChatSearch });
