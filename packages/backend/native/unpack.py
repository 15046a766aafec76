"""unpack.py ARCHIVE FOLDER PREFIX...: unpacks the members of a zip whose names start with a prefix."""

import sys
import zipfile

archive, folder, *prefixes = sys.argv[1:]
with zipfile.ZipFile(archive) as zipped:
    names = [name for name in zipped.namelist() if name.startswith(tuple(prefixes))]
    zipped.extractall(folder, names)
print(len(names))
