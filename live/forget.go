package live

// Forget drops all that memory holds of a character. What its plugin sends afterwards counts again.
func (s *State) Forget(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.characters, name)
}
