# The shell that runs this, to be started once more: & $shell @shellWords -NoProfile -Command ...
# As a dotnet tool its process is dotnet, and the shell is that program's first word.
$shell = (Get-Process -Id $PID).Path
$shellWords = @(if ((Split-Path $shell -LeafBase) -eq 'dotnet') { Join-Path $PSHOME 'pwsh.dll' })
