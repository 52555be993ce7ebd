package ingest

import (
	"bytes"
	"encoding/json"
	"log/slog"
)

// SendCommand queues a command for a character's plugin: on the newest of its sockets that is alive and has room. It
// reports whether there was one. What the command may be and who may send it is the caller's to check. It never blocks.
func (g *Gateway) SendCommand(player, command string) bool {
	return g.send(player, "command", struct {
		PlayerName string `json:"player_name"`
		Command    string `json:"command"`
	}{player, command})
}

// RequestDungeonMap asks a character's plugin for a landblock's floor plan ("0x01C9"), which comes as a dungeon_map
// event. It reports whether there was a socket to ask. It never blocks.
func (g *Gateway) RequestDungeonMap(player, landblock string) bool {
	return g.send(player, "request_dungeon_map", struct {
		Type      string `json:"type"`
		Landblock string `json:"landblock"`
	}{"request_dungeon_map", landblock})
}

// Online reports whether a plugin socket carries the character.
func (g *Gateway) Online(player string) bool {
	return len(g.roster.newest(player)) > 0
}

func (g *Gateway) send(player, kind string, message any) bool {
	frame, err := marshalPlain(message)
	if err != nil { // cannot be: two strings
		g.log.Error("encode frame for plugin", slog.Any("error", err))
		return false
	}
	for _, k := range g.roster.newest(player) {
		if k.send(frame) {
			g.metrics.sent.WithLabelValues(kind, "queued").Inc()
			return true
		}
	}
	g.metrics.sent.WithLabelValues(kind, "no_socket").Inc()
	return false
}

// marshalPlain is json.Marshal without the escapes for HTML: commands read in logs as they were typed.
func marshalPlain(message any) ([]byte, error) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(message); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(buffer.Bytes(), []byte("\n")), nil
}
