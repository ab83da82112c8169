from livereload.server import Server as Server
