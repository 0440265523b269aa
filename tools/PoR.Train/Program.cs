using PoR.Train;

try
{
    TrainingRun.Run(TrainOptions.Parse(args));
    return 0;
}
catch (UserErrorException error)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}
