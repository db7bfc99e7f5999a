from vaultgen.records.readers import read_files


def test_several_processes_read_what_one_would(tmp_path):
    files = []
    for number in range(120):
        path = tmp_path / f"e{number:03}.yaml"
        broken = "name: [" if number % 50 == 7 else f"name: Number {number}"
        path.write_text(f"id: e{number}\nkinds: company\n{broken}\n", "utf-8")
        files.append((path.name, path))
    alone = list(read_files(files, jobs=1))
    assert list(read_files(files, jobs=2)) == alone
    assert sum(len(rows) for rows, _ in alone) == 117
    assert [problems[0].file for _, problems in alone if problems] == ["e007.yaml", "e057.yaml", "e107.yaml"]
